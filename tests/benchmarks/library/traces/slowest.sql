SELECT "timestamp", duration, attr('agent'), attr('tenant'), "resultCode", "operation_Id" FROM "requests" WHERE name = 'POST /chat' ORDER BY duration DESC LIMIT 50
