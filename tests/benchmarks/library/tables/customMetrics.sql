SELECT "timestamp", name, "valueSum", "valueCount", "valueMin", "valueMax", "customDimensions" FROM "customMetrics" ORDER BY "timestamp" DESC LIMIT 100
