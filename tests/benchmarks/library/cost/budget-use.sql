SELECT attr('tenant') AS tenant, max("timestamp"), arg_max("valueSum" / "valueCount", "timestamp"), arg_max(attr('state'), "timestamp")
FROM "customMetrics" WHERE name = 'agent.budget.used_ratio' GROUP BY 1
