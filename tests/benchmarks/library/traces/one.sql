SELECT "timestamp", 'request', name, duration, "operation_ParentId" FROM "requests" WHERE "operation_Id" = ''
UNION ALL SELECT "timestamp", 'dependency', name, duration, "operation_ParentId" FROM "dependencies" WHERE "operation_Id" = ''
UNION ALL SELECT "timestamp", 'exception', coalesce(nullif(message, ''), json_extract_string("context", '$.problemId'), "type"), NULL, "operation_ParentId" FROM "exceptions" WHERE "operation_Id" = ''
UNION ALL SELECT "timestamp", 'trace', message, NULL, "operation_ParentId" FROM "traces" WHERE "operation_Id" = ''
ORDER BY 1
