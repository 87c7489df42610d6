SELECT date_trunc('hour', "timestamp"), quantile_disc(duration, 0.5), quantile_disc(duration, 0.95), quantile_disc(duration, 0.99)
FROM "requests" WHERE name = 'POST /chat' GROUP BY 1
