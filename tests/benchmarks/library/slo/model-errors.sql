SELECT model, errors, calls, 100.0 * errors / calls FROM (
  SELECT attr('model') AS model, coalesce(sum("valueSum") FILTER (WHERE name = 'agent.llm.errors'), 0) AS errors,
    coalesce(sum("valueCount") FILTER (WHERE name = 'agent.llm.duration'), 0) AS calls
  FROM "customMetrics" WHERE name IN ('agent.llm.errors', 'agent.llm.duration') GROUP BY 1)
