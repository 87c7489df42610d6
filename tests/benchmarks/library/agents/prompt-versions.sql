SELECT version, tasks, completed, completed / tasks FROM (
  SELECT attr('prompt_version') AS version, sum("valueSum") AS tasks, coalesce(sum("valueSum") FILTER (WHERE attr('outcome') = 'completed'), 0) AS completed
  FROM "customMetrics" WHERE name = 'agent.task.count' GROUP BY 1)
