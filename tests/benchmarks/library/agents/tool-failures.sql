SELECT tool, calls, failures, reasons, 100.0 * failures / calls FROM (
  SELECT attr('tool') AS tool, sum("valueSum") AS calls, coalesce(sum("valueSum") FILTER (WHERE attr('outcome') <> 'ok'), 0) AS failures,
    CAST(to_json(coalesce(list(DISTINCT attr('error_class')) FILTER (WHERE attr('outcome') <> 'ok'), [])) AS VARCHAR) AS reasons
  FROM "customMetrics" WHERE name = 'agent.tool.calls' GROUP BY 1)
