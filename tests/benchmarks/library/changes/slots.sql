SELECT attr('slot'), "application_Version", sum("itemCount"), coalesce(sum("itemCount") FILTER (WHERE NOT success), 0), max("timestamp")
FROM "requests" GROUP BY 1, 2
