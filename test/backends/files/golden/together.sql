WITH kept AS MATERIALIZED (
SELECT "srcAddr", "dstAddr", w0, w1 FROM (
SELECT *, coalesce(true, false) AS w0, coalesce(true, false) AS w1 FROM (
SELECT CAST("start" AS BIGINT) AS "start", CAST("end" AS BIGINT) AS "end", CAST("srcaddr" AS VARCHAR) AS "srcAddr", CAST("dstaddr" AS VARCHAR) AS "dstAddr" FROM 'cases.log'
) WHERE coalesce(coalesce("start", "end") < 1790003600 AND coalesce("end", "start") >= 1790000000, true)) WHERE w0 OR w1
), records AS NOT MATERIALIZED (SELECT * FROM kept)
SELECT 0 AS q, * FROM (
SELECT "srcAddr" AS q0_0, count(*) AS q0_1
FROM records
WHERE w0
GROUP BY "srcAddr"
ORDER BY q0_0 ASC NULLS LAST, q0_1 ASC NULLS LAST
LIMIT 10
)
UNION ALL BY NAME
SELECT 1 AS q, * FROM (
SELECT "dstAddr" AS q1_0, count(*) AS q1_1
FROM records
WHERE w1
GROUP BY "dstAddr"
ORDER BY q1_0 ASC NULLS LAST, q1_1 ASC NULLS LAST
LIMIT 10
)
