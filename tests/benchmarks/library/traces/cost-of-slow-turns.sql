WITH turns AS (SELECT "operation_Id" AS trace, attr(requests, 'tenant') AS tenant, date_trunc('hour', "timestamp") AS hour, duration FROM "requests" WHERE name = 'POST /chat'),
calls AS (SELECT "operation_Id" AS trace, sum("itemCount") AS n, sum(duration) AS ms, sum(TRY_CAST(attr(dependencies, 'gen_ai.usage.output_tokens') AS BIGINT)) AS tokens
  FROM "dependencies" WHERE attr(dependencies, 'gen_ai.operation.name') = 'chat' GROUP BY 1),
costs AS (SELECT attr(customMetrics, 'tenant') AS tenant, date_trunc('hour', "timestamp") AS hour, sum("valueSum") AS dollars, sum("valueCount") AS tasks
  FROM "customMetrics" WHERE name = 'agent.task.cost' GROUP BY 1, 2)
SELECT tenant, hour, count(*), quantile_disc(duration, 0.95), sum(n), sum(ms) / sum(duration), sum(tokens), max(dollars / tasks)
FROM turns JOIN calls USING (trace) JOIN costs USING (tenant, hour) GROUP BY tenant, hour
