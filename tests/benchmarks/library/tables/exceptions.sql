SELECT "timestamp", "type", message, coalesce(json_extract_string("context", '$.problemId'), "type"), "operation_Id" FROM "exceptions" ORDER BY "timestamp" DESC LIMIT 100
