SELECT name, count(*), max("timestamp") FROM "customMetrics" GROUP BY 1
