SELECT hour, good, total, good / total FROM (
  SELECT date_trunc('hour', "timestamp") AS hour, coalesce(sum("valueSum") FILTER (WHERE attr('outcome') = 'completed'), 0) AS good, sum("valueSum") AS total
  FROM "customMetrics" WHERE name = 'agent.task.count' AND attr(customMetrics, 'outcome') <> 'blocked' GROUP BY 1)
