SELECT workflow, dollars, tasks, dollars / tasks FROM (
  SELECT attr('workflow') AS workflow, sum("valueSum") AS dollars, sum("valueCount") AS tasks FROM "customMetrics" WHERE name = 'agent.task.cost' GROUP BY 1)
