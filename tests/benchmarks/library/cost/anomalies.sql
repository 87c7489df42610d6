WITH sums AS (SELECT date_trunc('hour', "timestamp") AS hour, sum("valueSum") AS dollars FROM "customMetrics"
  WHERE name = 'agent.task.cost' AND "timestamp" >= TIMESTAMP '2026-11-14 12:00:00' AND "timestamp" < TIMESTAMP '2026-11-21 12:00:00' GROUP BY 1),
hours AS (SELECT unnest(generate_series(TIMESTAMP '2026-11-14 12:00:00', TIMESTAMP '2026-11-21 11:00:00', INTERVAL 1 HOUR)) AS hour),
series AS (SELECT CAST(to_json(list(coalesce(dollars, 0.0::DOUBLE) ORDER BY hour)) AS VARCHAR) AS dollars,
    CAST(to_json(list(strftime(hour, '%Y-%m-%dT%H:%M:%S.%f') || '0Z' ORDER BY hour)) AS VARCHAR) AS hours FROM hours LEFT JOIN sums USING (hour))
SELECT hours, dollars, CAST(json_extract(found, '$.baseline') AS VARCHAR), CAST(json_extract(found, '$.ad_flag') AS VARCHAR)
FROM (SELECT *, qd_series_anomalies(dollars, '-1', 'avg', '0', '0.6', '1.5', 'ctukey') AS found FROM series)
