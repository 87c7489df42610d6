SELECT attr('tool'), attr('outcome'), sum("valueSum") FROM "customMetrics" WHERE name = 'agent.repair.attempts' GROUP BY 1, 2
