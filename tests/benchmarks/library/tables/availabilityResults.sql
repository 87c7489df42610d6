SELECT "timestamp", name, location, CASE WHEN success THEN 'True' WHEN NOT success THEN 'False' ELSE '' END, duration, message FROM "availabilityResults" ORDER BY "timestamp" DESC LIMIT 100
