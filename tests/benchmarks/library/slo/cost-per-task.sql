SELECT hour, dollars, tasks, dollars / tasks FROM (
  SELECT date_trunc('hour', "timestamp") AS hour, sum("valueSum") AS dollars, sum("valueCount") AS tasks FROM "customMetrics" WHERE name = 'agent.task.cost' GROUP BY 1)
