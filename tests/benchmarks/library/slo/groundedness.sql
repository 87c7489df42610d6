SELECT date_trunc('hour', "timestamp"), avg(coalesce(TRY_CAST(json_extract_string("customMeasurements", '$."gen_ai.evaluation.score.value"') AS DOUBLE),
    TRY_CAST(attr('gen_ai.evaluation.score.value') AS DOUBLE))), sum("itemCount")
FROM "customEvents" WHERE name = 'gen_ai.evaluation.result' AND attr(customEvents, 'gen_ai.evaluation.name') = 'groundedness' GROUP BY 1
