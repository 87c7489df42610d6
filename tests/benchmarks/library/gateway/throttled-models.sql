SELECT attr('model'), attr('status'), sum("valueSum") FROM "customMetrics" WHERE name = 'agent.llm.errors' GROUP BY 1, 2
