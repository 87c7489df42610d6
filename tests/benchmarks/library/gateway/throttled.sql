SELECT date_trunc('hour', "timestamp"), target, name, sum("itemCount") FROM "dependencies" WHERE "resultCode" = '429' GROUP BY 1, 2, 3
