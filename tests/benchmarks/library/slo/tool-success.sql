SELECT hour, good, total, good / total FROM (
  SELECT date_trunc('hour', "timestamp") AS hour, coalesce(sum("valueSum") FILTER (WHERE attr('outcome') = 'ok'), 0) AS good, sum("valueSum") AS total
  FROM "customMetrics" WHERE name = 'agent.tool.calls' GROUP BY 1)
