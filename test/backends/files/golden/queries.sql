-- every record
WITH records AS NOT MATERIALIZED (
SELECT CAST("start" AS BIGINT) AS "start", CAST("end" AS BIGINT) AS "end", CAST("interface-id" AS VARCHAR) AS "interfaceId", CAST("srcport" AS BIGINT) AS "srcPort" FROM 'cases.log'
)
SELECT "interfaceId" AS q0_0, "srcPort" AS q0_1
FROM records
WHERE coalesce(coalesce("start", "end") < 1790003600 AND coalesce("end", "start") >= 1790000000, true) AND true
ORDER BY q0_0 ASC NULLS LAST, q0_1 ASC NULLS LAST
LIMIT 101

-- rejected records of an address
WITH records AS NOT MATERIALIZED (
SELECT CAST("start" AS BIGINT) AS "start", CAST("end" AS BIGINT) AS "end", CAST("pkt-srcaddr" AS VARCHAR) AS "pktSrcAddr", CAST("srcaddr" AS VARCHAR) AS "srcAddr", CAST("pkt-dstaddr" AS VARCHAR) AS "pktDstAddr", CAST("dstaddr" AS VARCHAR) AS "dstAddr", CAST("srcport" AS BIGINT) AS "srcPort", CAST("tcp-flags" AS BIGINT) AS "tcpFlags", CAST("action" AS VARCHAR) AS "action" FROM 'cases.log'
)
SELECT coalesce("pktSrcAddr", "srcAddr") AS q0_0, coalesce("pktDstAddr", "dstAddr") AS q0_1, "srcPort" AS q0_2, "tcpFlags" AS q0_3
FROM records
WHERE coalesce(coalesce("start", "end") < 1790003600 AND coalesce("end", "start") >= 1790000000, true) AND ("action" IN ($1) AND (coalesce("pktSrcAddr", "srcAddr") = $2 OR coalesce("pktDstAddr", "dstAddr") = $3))
ORDER BY q0_2 DESC NULLS LAST, q0_0 ASC NULLS LAST, q0_1 ASC NULLS LAST, q0_3 ASC NULLS LAST
LIMIT 101
-- ["REJECT","10.0.1.5","10.0.1.5"]

-- an IPv6 address, whichever way it is written
WITH records AS NOT MATERIALIZED (
SELECT CAST("start" AS BIGINT) AS "start", CAST("end" AS BIGINT) AS "end", CAST("interface-id" AS VARCHAR) AS "interfaceId", CAST("srcport" AS BIGINT) AS "srcPort", CAST("srcaddr" AS VARCHAR) AS "srcAddr" FROM 'cases.log'
)
SELECT "interfaceId" AS q0_0, "srcPort" AS q0_1
FROM records
WHERE coalesce(coalesce("start", "end") < 1790003600 AND coalesce("end", "start") >= 1790000000, true) AND ("srcAddr" = $1 OR CASE WHEN contains("srcAddr", ':') THEN ipv6_digits("srcAddr") IN ($2) ELSE false END)
ORDER BY q0_0 ASC NULLS LAST, q0_1 ASC NULLS LAST
LIMIT 101
-- ["2001:db8:1::5","20010db8000100000000000000000005"]

-- an IPv4 block at packet level
WITH records AS NOT MATERIALIZED (
SELECT CAST("start" AS BIGINT) AS "start", CAST("end" AS BIGINT) AS "end", CAST("pkt-dstaddr" AS VARCHAR) AS "pktDstAddr", CAST("dstaddr" AS VARCHAR) AS "dstAddr", CAST(TRY_CAST("packets" AS BIGINT) AS BIGINT) AS "packets" FROM 'cases.log'
)
SELECT coalesce("pktDstAddr", "dstAddr") AS q0_0, count(*) AS q0_1, coalesce(sum("packets"), 0) AS q0_2
FROM records
WHERE coalesce(coalesce("start", "end") < 1790003600 AND coalesce("end", "start") >= 1790000000, true) AND starts_with(coalesce("pktDstAddr", "dstAddr"), $1)
GROUP BY coalesce("pktDstAddr", "dstAddr")
ORDER BY q0_0 ASC NULLS LAST, q0_1 ASC NULLS LAST, q0_2 ASC NULLS LAST
LIMIT 101
-- ["198.51.100."]

-- an IPv6 block
WITH records AS NOT MATERIALIZED (
SELECT CAST("start" AS BIGINT) AS "start", CAST("end" AS BIGINT) AS "end", CAST("action" AS VARCHAR) AS "action", CAST(TRY_CAST("packets" AS BIGINT) AS BIGINT) AS "packets", CAST("srcaddr" AS VARCHAR) AS "srcAddr" FROM 'cases.log'
)
SELECT "action" AS q0_0, count(*) AS q0_1, coalesce(sum("packets"), 0) AS q0_2
FROM records
WHERE coalesce(coalesce("start", "end") < 1790003600 AND coalesce("end", "start") >= 1790000000, true) AND CASE WHEN contains("srcAddr", ':') THEN regexp_matches("srcAddr", '^2001:0?db8:0?0?0?1:', 'i') ELSE false END
GROUP BY "action"
ORDER BY q0_0 ASC NULLS LAST, q0_1 ASC NULLS LAST, q0_2 ASC NULLS LAST
LIMIT 101

-- outside a block, records without an address among it
WITH records AS NOT MATERIALIZED (
SELECT CAST("start" AS BIGINT) AS "start", CAST("end" AS BIGINT) AS "end", CAST("interface-id" AS VARCHAR) AS "interfaceId", CAST("srcport" AS BIGINT) AS "srcPort", CAST("pkt-srcaddr" AS VARCHAR) AS "pktSrcAddr", CAST("srcaddr" AS VARCHAR) AS "srcAddr" FROM 'cases.log'
)
SELECT "interfaceId" AS q0_0, "srcPort" AS q0_1
FROM records
WHERE coalesce(coalesce("start", "end") < 1790003600 AND coalesce("end", "start") >= 1790000000, true) AND NOT coalesce(starts_with(coalesce("pktSrcAddr", "srcAddr"), $1), false)
ORDER BY q0_0 ASC NULLS LAST, q0_1 ASC NULLS LAST
LIMIT 101
-- ["10."]

-- not a value, records without one among it
WITH records AS NOT MATERIALIZED (
SELECT CAST("start" AS BIGINT) AS "start", CAST("end" AS BIGINT) AS "end", CAST("interface-id" AS VARCHAR) AS "interfaceId", CAST("srcport" AS BIGINT) AS "srcPort", CAST("action" AS VARCHAR) AS "action" FROM 'cases.log'
)
SELECT "interfaceId" AS q0_0, "srcPort" AS q0_1
FROM records
WHERE coalesce(coalesce("start", "end") < 1790003600 AND coalesce("end", "start") >= 1790000000, true) AND NOT coalesce("action" IN ($1), false)
ORDER BY q0_0 ASC NULLS LAST, q0_1 ASC NULLS LAST
LIMIT 101
-- ["REJECT"]

-- one of several ports or in a range of them
WITH records AS NOT MATERIALIZED (
SELECT CAST("start" AS BIGINT) AS "start", CAST("end" AS BIGINT) AS "end", CAST("interface-id" AS VARCHAR) AS "interfaceId", CAST("srcport" AS BIGINT) AS "srcPort", CAST("dstport" AS BIGINT) AS "dstPort" FROM 'cases.log'
)
SELECT "interfaceId" AS q0_0, "srcPort" AS q0_1
FROM records
WHERE coalesce(coalesce("start", "end") < 1790003600 AND coalesce("end", "start") >= 1790000000, true) AND ("dstPort" IN (22, 23) OR "dstPort" BETWEEN 49000 AND 49152)
ORDER BY q0_0 ASC NULLS LAST, q0_1 ASC NULLS LAST
LIMIT 101

-- with a field, and without another
WITH records AS NOT MATERIALIZED (
SELECT CAST("start" AS BIGINT) AS "start", CAST("end" AS BIGINT) AS "end", CAST("interface-id" AS VARCHAR) AS "interfaceId", CAST(TRY_CAST("packets" AS BIGINT) AS BIGINT) AS "packets", CAST("subnet-id" AS VARCHAR) AS "subnetId" FROM 'cases.log'
)
SELECT "interfaceId" AS q0_0, "packets" AS q0_1
FROM records
WHERE coalesce(coalesce("start", "end") < 1790003600 AND coalesce("end", "start") >= 1790000000, true) AND ("packets" IS NOT NULL AND NOT coalesce("subnetId" IS NOT NULL, false))
ORDER BY q0_0 ASC NULLS LAST, q0_1 ASC NULLS LAST
LIMIT 101

-- a field that the format does not have
WITH records AS NOT MATERIALIZED (
SELECT CAST("start" AS BIGINT) AS "start", CAST("end" AS BIGINT) AS "end", CAST(NULL AS VARCHAR) AS "vpcId", CAST("interface-id" AS VARCHAR) AS "interfaceId" FROM 'cases.log'
)
SELECT "vpcId" AS q0_0, "interfaceId" AS q0_1
FROM records
WHERE coalesce(coalesce("start", "end") < 1790003600 AND coalesce("end", "start") >= 1790000000, true) AND NOT coalesce("vpcId" IS NOT NULL, false)
ORDER BY q0_0 ASC NULLS LAST, q0_1 ASC NULLS LAST
LIMIT 101

-- a condition on a field that the format does not have
WITH records AS NOT MATERIALIZED (
SELECT CAST("start" AS BIGINT) AS "start", CAST("end" AS BIGINT) AS "end", CAST("interface-id" AS VARCHAR) AS "interfaceId", CAST("srcport" AS BIGINT) AS "srcPort", CAST(NULL AS VARCHAR) AS "vpcId" FROM 'cases.log'
)
SELECT "interfaceId" AS q0_0, "srcPort" AS q0_1
FROM records
WHERE coalesce(coalesce("start", "end") < 1790003600 AND coalesce("end", "start") >= 1790000000, true) AND "vpcId" IN ($1)
ORDER BY q0_0 ASC NULLS LAST, q0_1 ASC NULLS LAST
LIMIT 101
-- ["vpc-1"]

-- the busiest pairs, cut off
WITH records AS NOT MATERIALIZED (
SELECT CAST("start" AS BIGINT) AS "start", CAST("end" AS BIGINT) AS "end", CAST("pkt-srcaddr" AS VARCHAR) AS "pktSrcAddr", CAST("srcaddr" AS VARCHAR) AS "srcAddr", CAST("pkt-dstaddr" AS VARCHAR) AS "pktDstAddr", CAST("dstaddr" AS VARCHAR) AS "dstAddr", CAST(TRY_CAST("bytes" AS BIGINT) AS BIGINT) AS "bytes", CAST(TRY_CAST("packets" AS BIGINT) AS BIGINT) AS "packets" FROM 'cases.log'
)
SELECT coalesce("pktSrcAddr", "srcAddr") AS q0_0, coalesce("pktDstAddr", "dstAddr") AS q0_1, coalesce(sum("bytes"), 0) AS q0_2, coalesce(sum("packets"), 0) AS q0_3, count(*) AS q0_4
FROM records
WHERE coalesce(coalesce("start", "end") < 1790003600 AND coalesce("end", "start") >= 1790000000, true) AND "packets" IS NOT NULL
GROUP BY coalesce("pktSrcAddr", "srcAddr"), coalesce("pktDstAddr", "dstAddr")
ORDER BY q0_2 DESC NULLS LAST, q0_0 ASC NULLS LAST, q0_1 ASC NULLS LAST, q0_3 ASC NULLS LAST, q0_4 ASC NULLS LAST
LIMIT 4

-- all as one group
WITH records AS NOT MATERIALIZED (
SELECT CAST("start" AS BIGINT) AS "start", CAST("end" AS BIGINT) AS "end", CAST(TRY_CAST("bytes" AS BIGINT) AS BIGINT) AS "bytes", CAST("interface-id" AS VARCHAR) AS "interfaceId", CAST("pkt-srcaddr" AS VARCHAR) AS "pktSrcAddr", CAST("srcaddr" AS VARCHAR) AS "srcAddr" FROM 'cases.log'
)
SELECT count(*) AS q0_0, coalesce(sum("bytes"), 0) AS q0_1, min("start") AS q0_2, max("end") AS q0_3, count(DISTINCT "interfaceId") AS q0_4, count(DISTINCT coalesce("pktSrcAddr", "srcAddr")) AS q0_5
FROM records
WHERE coalesce(coalesce("start", "end") < 1790003600 AND coalesce("end", "start") >= 1790000000, true) AND true
HAVING count(*) > 0
ORDER BY q0_0 ASC NULLS LAST, q0_1 ASC NULLS LAST, q0_2 ASC NULLS LAST, q0_3 ASC NULLS LAST, q0_4 ASC NULLS LAST, q0_5 ASC NULLS LAST
LIMIT 2

-- no record at all
WITH records AS NOT MATERIALIZED (
SELECT CAST("start" AS BIGINT) AS "start", CAST("end" AS BIGINT) AS "end", CAST("interface-id" AS VARCHAR) AS "interfaceId" FROM 'cases.log'
)
SELECT count(*) AS q0_0, max("end") AS q0_1
FROM records
WHERE coalesce(coalesce("start", "end") < 1790003600 AND coalesce("end", "start") >= 1790000000, true) AND "interfaceId" IN ($1)
HAVING count(*) > 0
ORDER BY q0_0 ASC NULLS LAST, q0_1 ASC NULLS LAST
LIMIT 2
-- ["eni-none"]

-- groups of records that lack the value
WITH records AS NOT MATERIALIZED (
SELECT CAST("start" AS BIGINT) AS "start", CAST("end" AS BIGINT) AS "end", CAST("log-status" AS VARCHAR) AS "logStatus", CAST("action" AS VARCHAR) AS "action", CAST(TRY_CAST("packets" AS BIGINT) AS BIGINT) AS "packets" FROM 'cases.log'
)
SELECT "logStatus" AS q0_0, "action" AS q0_1, count(*) AS q0_2, coalesce(sum("packets"), 0) AS q0_3, min("packets") AS q0_4
FROM records
WHERE coalesce(coalesce("start", "end") < 1790003600 AND coalesce("end", "start") >= 1790000000, true) AND true
GROUP BY "logStatus", "action"
ORDER BY q0_4 ASC NULLS LAST, q0_0 ASC NULLS LAST, q0_1 ASC NULLS LAST, q0_2 ASC NULLS LAST, q0_3 ASC NULLS LAST
LIMIT 101

-- packets a quarter of an hour
WITH records AS NOT MATERIALIZED (
SELECT CAST("start" AS BIGINT) AS "start", CAST("end" AS BIGINT) AS "end", CAST(TRY_CAST("packets" AS BIGINT) AS BIGINT) AS "packets", CAST("action" AS VARCHAR) AS "action" FROM 'cases.log'
)
SELECT "start" // 900 * 900 AS q0_0, count(*) AS q0_1, coalesce(sum("packets"), 0) AS q0_2
FROM records
WHERE coalesce(coalesce("start", "end") < 1790003600 AND coalesce("end", "start") >= 1790000000, true) AND "action" IN ($1)
GROUP BY "start" // 900 * 900
ORDER BY q0_0 ASC NULLS LAST, q0_1 ASC NULLS LAST, q0_2 ASC NULLS LAST
LIMIT 101
-- ["ACCEPT"]

-- the first of two fields that are not the usual pair
WITH records AS NOT MATERIALIZED (
SELECT CAST("start" AS BIGINT) AS "start", CAST("end" AS BIGINT) AS "end", CAST("reject-reason" AS VARCHAR) AS "rejectReason", CAST("action" AS VARCHAR) AS "action", CAST(TRY_CAST("packets" AS BIGINT) AS BIGINT) AS "packets" FROM 'cases.log'
)
SELECT coalesce("rejectReason", "action") AS q0_0, count(*) AS q0_1, coalesce(sum("packets"), 0) AS q0_2
FROM records
WHERE coalesce(coalesce("start", "end") < 1790003600 AND coalesce("end", "start") >= 1790000000, true) AND coalesce("rejectReason", "action") IN ($1)
GROUP BY coalesce("rejectReason", "action")
ORDER BY q0_0 ASC NULLS LAST, q0_1 ASC NULLS LAST, q0_2 ASC NULLS LAST
LIMIT 101
-- ["BPA"]

-- text that means something to a query language
WITH records AS NOT MATERIALIZED (
SELECT CAST("start" AS BIGINT) AS "start", CAST("end" AS BIGINT) AS "end", CAST("interface-id" AS VARCHAR) AS "interfaceId", CAST("srcport" AS BIGINT) AS "srcPort" FROM 'cases.log'
)
SELECT "interfaceId" AS q0_0, "srcPort" AS q0_1
FROM records
WHERE coalesce(coalesce("start", "end") < 1790003600 AND coalesce("end", "start") >= 1790000000, true) AND NOT coalesce("interfaceId" IN ($1, $2, $3, $4, $5, $6), false)
ORDER BY q0_0 ASC NULLS LAST, q0_1 ASC NULLS LAST
LIMIT 3
-- ["eni'\"; drop table flows; --","eni\\\" | limit 0","`eni`","eni\n| stats count(*)","{{eni}}","‮日本🧨"]

-- nothing, by contradiction
WITH records AS NOT MATERIALIZED (
SELECT CAST("start" AS BIGINT) AS "start", CAST("end" AS BIGINT) AS "end", CAST("interface-id" AS VARCHAR) AS "interfaceId", CAST("srcport" AS BIGINT) AS "srcPort" FROM 'cases.log'
)
SELECT "interfaceId" AS q0_0, "srcPort" AS q0_1
FROM records
WHERE coalesce(coalesce("start", "end") < 1790003600 AND coalesce("end", "start") >= 1790000000, true) AND (false AND true)
ORDER BY q0_0 ASC NULLS LAST, q0_1 ASC NULLS LAST
LIMIT 101
