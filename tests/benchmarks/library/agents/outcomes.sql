SELECT attr('tenant'), attr('outcome'), sum("valueSum") FROM "customMetrics" WHERE name = 'agent.task.count' GROUP BY 1, 2
