SELECT attr('tool'), attr('from'), attr('to'), sum("valueSum") FROM "customMetrics" WHERE name = 'agent.tool.fallbacks' GROUP BY 1, 2, 3
