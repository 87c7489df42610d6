WITH sums AS (SELECT attr('model') AS model, date_trunc('hour', "timestamp") AS hour, sum("valueSum") AS tokens FROM "customMetrics"
  WHERE name = 'agent.llm.tokens' AND "timestamp" >= TIMESTAMP '2026-11-14 12:00:00' AND "timestamp" < TIMESTAMP '2026-11-21 12:00:00' GROUP BY 1, 2),
hours AS (SELECT unnest(generate_series(TIMESTAMP '2026-11-14 12:00:00', TIMESTAMP '2026-11-21 11:00:00', INTERVAL 1 HOUR)) AS hour),
series AS (SELECT model, CAST(to_json(list(coalesce(tokens, 0.0::DOUBLE) ORDER BY hour)) AS VARCHAR) AS tokens,
    CAST(to_json(list(strftime(hour, '%Y-%m-%dT%H:%M:%S.%f') || '0Z' ORDER BY hour)) AS VARCHAR) AS hours
  FROM (SELECT DISTINCT model FROM sums) CROSS JOIN hours LEFT JOIN sums USING (model, hour) GROUP BY model)
SELECT model, tokens, hours, CAST(json_extract(found, '$.ad_flag') AS VARCHAR), CAST(json_extract(found, '$.ad_score') AS VARCHAR), CAST(json_extract(found, '$.baseline') AS VARCHAR)
FROM (SELECT *, qd_series_anomalies(tokens, '-1', 'avg', '0', '0.6', '1.5', 'ctukey') AS found FROM series)
