SELECT "timestamp", name, "operation_Id", "customDimensions", "customMeasurements" FROM "customEvents" ORDER BY "timestamp" DESC LIMIT 100
