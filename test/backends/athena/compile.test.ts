import { describe, expect, it } from 'vitest';
import { compileStatement } from '../../../src/backends/athena/compile.ts';
import type { AthenaTable } from '../../../src/backends/athena/table.ts';
import { field, SOURCE, slot } from '../../../src/query/expression.ts';
import { count, countDistinct, groups, records, sum } from '../../../src/query/flow-query.ts';
import { ALWAYS, all, equals, inCidr, isOneOf, not, type Predicate } from '../../../src/query/predicate.ts';
import { parseCidr, parseIpAddress } from '../../../src/record/address.ts';
import { formatOfNames } from '../../../src/record/format.ts';
import { compiled, readable, tableOf } from '../../kit/athena-tables.ts';
import { formatOf } from '../../kit/insights-events.ts';
import { WINDOW } from '../../kit/query-cases.ts';

const FORMAT = formatOf(
  'version account-id interface-id srcaddr dstaddr srcport dstport packets start end action',
);
const TABLE = named(tableOf("AWS's own table of text files", FORMAT));

/** As somebody would call it. */
function named(table: AthenaTable): AthenaTable {
  return { ...table, name: 'vpc_flow_logs' };
}

function address(text: string) {
  const parsed = parseIpAddress(text);
  if (!parsed) throw new TypeError(text);
  return parsed;
}

function block(text: string) {
  const parsed = parseCidr(text);
  if (!parsed) throw new TypeError(text);
  return parsed;
}

function recordsWhere(where: Predicate, window = WINDOW) {
  return records({ window, where, columns: { interfaceId: field('interfaceId') }, limit: 10 });
}

/** The condition alone, without the window's. */
function conditionOf(where: Predicate, table: AthenaTable = TABLE): string {
  const { text, parameters } = compiled(recordsWhere(where), table);
  const [, condition = ''] = /"start" >= 1790000000\) AND (.*)/.exec(text) ?? [];
  return [condition, ...parameters].join('\n');
}

describe('a question as a statement of Athena', () => {
  it('reads the partitions of the window, makes records of the rows, and orders them completely', () => {
    const query = groups({
      window: WINDOW,
      where: all(equals(field('action'), 'REJECT'), inCidr(field('dstAddr'), block('10.0.0.0/16'))),
      columns: { from: SOURCE },
      measures: { packets: sum(field('packets')), ports: countDistinct(field('dstPort')) },
      orderBy: [{ by: 'packets', descending: true }],
      limit: 10,
    });

    expect(readable(query, TABLE)).toMatchInlineSnapshot(`
      "WITH records AS (
        SELECT "start" AS "start", "end" AS "end", nullif("srcaddr", '-') AS "srcaddr", "packets" AS "packets", "dstport" AS "dstport", nullif("action", '-') AS "action", nullif("dstaddr", '-') AS "dstaddr"
        FROM "AwsDataCatalog"."logs"."vpc_flow_logs"
        WHERE "aws-region" = 'eu-west-1' AND "date" = '2026/09/21' AND "hour" BETWEEN '14' AND '16'
      )
      SELECT "srcaddr" AS c0, coalesce(sum("packets"), 0) AS c1, count(DISTINCT "dstport") AS c2
      FROM records
      WHERE ("start" IS NULL OR "start" < 1790003600) AND ("end" IS NULL OR "end" >= 1790000000) AND ("start" IS NOT NULL OR "end" IS NULL OR "end" < 1790003600) AND ("end" IS NOT NULL OR "start" IS NULL OR "start" >= 1790000000) AND "action" = ? AND strpos("dstaddr", ':') = 0 AND TRY_CAST("dstaddr" AS IPADDRESS) BETWEEN IPADDRESS '10.0.0.0' AND IPADDRESS '10.0.255.255'
      GROUP BY 1
      ORDER BY c1 DESC NULLS LAST, c0 ASC NULLS LAST, c2 ASC NULLS LAST
      LIMIT 11
      -- 'REJECT'"
    `);
  });

  it('takes apart the lines of a table that has them whole', () => {
    const query = groups({
      window: WINDOW,
      where: ALWAYS,
      columns: { at: slot('start', 300) },
      measures: { records: count() },
      limit: 10,
    });

    expect(
      readable(query, named(tableOf('a table of lines', formatOf('version srcaddr start end action')))),
    ).toMatchInlineSnapshot(`
      "WITH lines AS (
        SELECT CASE WHEN "message" LIKE '{%' THEN json_extract_scalar("message", '$.message') ELSE "message" END AS line
        FROM "AwsDataCatalog"."logs"."vpc_flow_logs"
        WHERE "aws-region" = 'eu-west-1' AND "date" = '2026/09/21' AND "hour" BETWEEN '14' AND '16'
      ), records_in_words AS (
        SELECT regexp_extract_all(line, '[^ \\t\\r]+') AS words
        FROM lines
        WHERE regexp_like(line, '^[ \\t]*([0-9]+|-)[ \\t]+([0-9a-fA-F.:]+|-)[ \\t]+([0-9]+|-)[ \\t]+([0-9]+|-)[ \\t]+(ACCEPT|REJECT|-)([ \\t\\r]|$)')
      ), records AS (
        SELECT TRY_CAST(element_at(words, 3) AS BIGINT) AS "start", TRY_CAST(element_at(words, 4) AS BIGINT) AS "end"
        FROM records_in_words
      )
      SELECT "start" - "start" % 300 AS c0, count(*) AS c1
      FROM records
      WHERE ("start" IS NULL OR "start" < 1790003600) AND ("end" IS NULL OR "end" >= 1790000000) AND ("start" IS NOT NULL OR "end" IS NULL OR "end" < 1790003600) AND ("end" IS NOT NULL OR "start" IS NULL OR "start" >= 1790000000)
      GROUP BY 1
      ORDER BY c0 ASC NULLS LAST, c1 ASC NULLS LAST
      LIMIT 11"
    `);
  });

  it('reads numbers out of text, and leaves out the rows that are headers', () => {
    const table = named(tableOf('a table in which all columns are text, with header rows', FORMAT));

    expect(readable(recordsWhere(equals(field('dstPort'), 443)), table)).toMatchInlineSnapshot(`
      "WITH records AS (
        SELECT TRY_CAST("start" AS BIGINT) AS "start", TRY_CAST("end" AS BIGINT) AS "end", nullif("interface_id", '-') AS "interface_id", TRY_CAST("dstport" AS BIGINT) AS "dstport"
        FROM "AwsDataCatalog"."logs"."vpc_flow_logs"
        WHERE "aws-region" = 'eu-west-1' AND "date" = '2026/09/21' AND "hour" BETWEEN '14' AND '16' AND ("version" IS NULL OR "version" <> 'version')
      )
      SELECT "interface_id" AS c0
      FROM records
      WHERE ("start" IS NULL OR "start" < 1790003600) AND ("end" IS NULL OR "end" >= 1790000000) AND ("start" IS NOT NULL OR "end" IS NULL OR "end" < 1790003600) AND ("end" IS NOT NULL OR "start" IS NULL OR "start" >= 1790000000) AND "dstport" = 443
      ORDER BY c0 ASC NULLS LAST
      LIMIT 11"
    `);
  });

  it('gives no row of no records', () => {
    const query = groups({ window: WINDOW, where: ALWAYS, columns: {}, measures: { n: count() }, limit: 1 });

    expect(compiled(query, TABLE).text).toContain('HAVING count(*) > 0');
  });

  it('asks for rows though none of their values is wanted', () => {
    const { text, columns } = compiled(
      records({ window: WINDOW, where: ALWAYS, columns: {}, limit: 3 }),
      TABLE,
    );

    expect(text).toContain('SELECT 1 AS c0\nFROM records');
    expect(columns).toEqual([]);
  });
});

describe('a condition', () => {
  it('has text as parameters, quoted as literals of SQL', () => {
    expect(conditionOf(isOneOf(field('interfaceId'), ["eni-'1", 'eni-?']))).toMatchInlineSnapshot(`
      ""interface_id" IN (?, ?)
      'eni-''1'
      'eni-?'"
    `);
  });

  it('has long text in several parameters, each as long as Athena takes', () => {
    const { text, parameters } = compiled(
      recordsWhere(equals(field('interfaceId'), "'".repeat(1200))),
      TABLE,
    );

    expect(text).toContain('"interface_id" = ? || ? || ?');
    expect(parameters.map(({ length }) => length)).toEqual([1024, 1024, 358]);
  });

  it('holds for no record where no file can have the text', () => {
    expect(compileStatement(recordsWhere(equals(field('interfaceId'), 'eni-\ud83e')), TABLE, {})).toBeNull();
  });

  it('compares an IPv4 address as text and an IPv6 address as what it means', () => {
    const where = isOneOf(field('srcAddr'), [address('10.0.1.5'), address('2001:DB8::5')]);

    expect(conditionOf(where)).toMatchInlineSnapshot(
      `"("srcaddr" = '10.0.1.5' OR (strpos("srcaddr", ':') > 0 AND TRY_CAST("srcaddr" AS IPADDRESS) = IPADDRESS '2001:db8::5'))"`,
    );
  });

  it('takes a block from its first to its last address', () => {
    expect(conditionOf(inCidr(field('srcAddr'), block('2001:db8::/45')))).toMatchInlineSnapshot(
      `"strpos("srcaddr", ':') > 0 AND TRY_CAST("srcaddr" AS IPADDRESS) BETWEEN IPADDRESS '2001:db8::' AND IPADDRESS '2001:db8:7:ffff:ffff:ffff:ffff:ffff'"`,
    );
  });

  it('is plainly false before it is turned round', () => {
    expect(conditionOf(not(equals(field('dstPort'), 22)))).toMatchInlineSnapshot(
      `"NOT coalesce("dstport" = 22, false)"`,
    );
  });
});

describe('a field that the table does not have', () => {
  it('is null, and said where a condition needs it', () => {
    const where = not(equals(field('vpcId'), 'vpc-1'));
    const query = records({ window: WINDOW, where, columns: { vpc: field('vpcId') }, limit: 1 });

    const { text, parameters, lacking } = compiled(query, TABLE);

    expect(text).toContain('SELECT CAST(NULL AS VARCHAR) AS c0');
    expect(parameters).toEqual([]);
    expect(lacking).toEqual([
      'The table has no column for vpc-id, so no condition on it holds for any record.',
    ]);
  });

  it('leaves nothing to ask where a record would need it', () => {
    expect(compileStatement(recordsWhere(equals(field('vpcId'), 'vpc-1')), TABLE, {})).toBeNull();
  });

  it('is one that flow logs of its kind do not write, whatever its columns are called', () => {
    const format = formatOfNames(['tgw-id', 'start', 'end']);
    const where = equals(field('tgwId'), 'tgw-1');
    const table = tableOf("AWS's own table of text files", format);

    expect(compileStatement(recordsWhere(where), { ...table, kind: 'vpc' }, {})).toBeNull();
    expect(compileStatement(recordsWhere(where), { ...table, kind: 'transit-gateway' }, {})).toMatchObject({
      parameters: ["'tgw-1'"],
    });
  });
});

describe('a column of another type than its field', () => {
  it('has account ids again with the zeros that a number loses', () => {
    const table: AthenaTable = {
      ...TABLE,
      columns: new Map([...TABLE.columns, ['accountId', { name: 'account_id', type: 'number' }]]),
    };

    expect(compiled(recordsWhere(equals(field('accountId'), '012345678901')), table).text).toContain(
      `lpad(CAST("account_id" AS VARCHAR), 12, '0') AS "account_id"`,
    );
  });
});

describe('a table that is not asked', () => {
  const asked = recordsWhere(ALWAYS);

  it('has no partitions by time', () => {
    expect(compileStatement(asked, { ...TABLE, partitions: [] }, {})).toEqual({
      refused:
        'No partition column of logs.vpc_flow_logs tells the day in a way that is known here, so every question would read all of it.',
      todo: 'Make a table that is partitioned by time: `flows athena-setup` prints one for the flow log.',
    });
  });

  it.each([
    [
      'without an end',
      { start: WINDOW.start, end: Number.POSITIVE_INFINITY },
      'The window has no bounds that partitions could have.',
    ],
    [
      'of no time at all',
      { start: Number.NaN, end: WINDOW.end },
      'The window has no bounds that partitions could have.',
    ],
    ['of 500 days', { start: WINDOW.end - 500 * 86_400, end: WINDOW.end }, 'The window is 500 days long.'],
    [
      'that ends before it begins',
      { start: WINDOW.end, end: WINDOW.start },
      'The window ends before it begins.',
    ],
  ])('has a window %s', (_, window, refused) => {
    expect(compileStatement(recordsWhere(ALWAYS, window), TABLE, {})).toEqual({
      refused,
      todo: 'Ask about a window of at most 400 days.',
    });
  });

  it('would get a statement that is longer than Athena takes', () => {
    const ports = Array.from({ length: 50_000 }, (_, port) => port);

    const refusal = compileStatement(recordsWhere(isOneOf(field('dstPort'), ports)), TABLE, {});

    expect(refusal).toMatchObject({ refused: expect.stringContaining('and Athena takes 262,144') });
  });
});
