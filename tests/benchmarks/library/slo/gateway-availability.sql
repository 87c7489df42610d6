SELECT hour, good, total, good / total FROM (
  SELECT date_trunc('hour', "timestamp") AS hour, sum("itemCount") FILTER (WHERE NOT starts_with("resultCode", '5')) AS good, sum("itemCount") AS total
  FROM "requests" WHERE name = 'POST /chat' GROUP BY 1)
