SELECT date_trunc('day', "timestamp") AS day, sum("valueSum") FROM "customMetrics" WHERE name = 'agent.task.cost' GROUP BY 1
