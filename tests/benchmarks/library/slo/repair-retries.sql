SELECT hour, repairs, tasks, 100.0 * repairs / tasks FROM (
  SELECT date_trunc('hour', "timestamp") AS hour, coalesce(sum("valueSum") FILTER (WHERE name = 'agent.repair.attempts'), 0) AS repairs,
    coalesce(sum("valueSum") FILTER (WHERE name = 'agent.task.count'), 0) AS tasks
  FROM "customMetrics" WHERE name IN ('agent.repair.attempts', 'agent.task.count') GROUP BY 1)
