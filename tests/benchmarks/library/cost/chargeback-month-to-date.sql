SELECT attr('tenant'), attr('gen_ai.request.model'), sum("itemCount"),
  sum(TRY_CAST(attr('gen_ai.usage.input_tokens') AS BIGINT) * "itemCount"), sum(TRY_CAST(attr('gen_ai.usage.output_tokens') AS BIGINT) * "itemCount"),
  sum((coalesce(TRY_CAST(attr('microsoft.gen_ai.cost.input') AS DOUBLE), 0) + coalesce(TRY_CAST(attr('microsoft.gen_ai.cost.output') AS DOUBLE), 0)) * "itemCount")
FROM "dependencies" WHERE "timestamp" >= TIMESTAMP '2026-11-01'
  AND attr(dependencies, 'gen_ai.operation.name') IN ('chat', 'text_completion', 'generate_content', 'embeddings') GROUP BY 1, 2
