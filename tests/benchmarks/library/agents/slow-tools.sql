SELECT attr('tool'), sum("valueSum") / sum("valueCount"), max("valueMax"), sum("valueCount") FROM "customMetrics" WHERE name = 'agent.tool.duration' GROUP BY 1
