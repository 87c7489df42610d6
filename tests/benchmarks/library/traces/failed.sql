SELECT "timestamp", name, "resultCode", duration, attr('tenant'), attr('outcome'), "operation_Id" FROM "requests" WHERE NOT success ORDER BY "timestamp" DESC LIMIT 200
