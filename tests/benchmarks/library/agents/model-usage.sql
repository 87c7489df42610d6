SELECT attr('gen_ai.request.model'), sum("itemCount"), coalesce(sum("itemCount") FILTER (WHERE NOT success), 0),
  sum(TRY_CAST(attr('gen_ai.usage.input_tokens') AS BIGINT)), sum(TRY_CAST(attr('gen_ai.usage.cache_read.input_tokens') AS BIGINT)),
  sum(TRY_CAST(attr('gen_ai.usage.output_tokens') AS BIGINT)), quantile_disc(duration, 0.95)
FROM "dependencies" WHERE attr(dependencies, 'gen_ai.operation.name') = 'chat' GROUP BY 1
