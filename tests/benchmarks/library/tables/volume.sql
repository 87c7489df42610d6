SELECT source, day, count(*) FROM (
  SELECT 'requests' AS source, date_trunc('day', "timestamp") AS day FROM "requests" UNION ALL SELECT 'dependencies', date_trunc('day', "timestamp") FROM "dependencies"
  UNION ALL SELECT 'traces', date_trunc('day', "timestamp") FROM "traces" UNION ALL SELECT 'exceptions', date_trunc('day', "timestamp") FROM "exceptions"
  UNION ALL SELECT 'customEvents', date_trunc('day', "timestamp") FROM "customEvents" UNION ALL SELECT 'customMetrics', date_trunc('day', "timestamp") FROM "customMetrics")
GROUP BY 1, 2
