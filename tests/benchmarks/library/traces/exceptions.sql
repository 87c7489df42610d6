SELECT coalesce(json_extract_string("context", '$.problemId'), "type"), "type", "cloud_RoleName", sum("itemCount"), max("timestamp") FROM "exceptions" GROUP BY 1, 2, 3
