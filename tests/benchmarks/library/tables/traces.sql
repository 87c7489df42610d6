SELECT "timestamp", "severityLevel", message, "operation_Id", "customDimensions" FROM "traces" ORDER BY "timestamp" DESC LIMIT 100
