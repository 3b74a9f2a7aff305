import { describe, expect, it } from 'vitest';
import { athenaTable } from '../../../src/analyzers/athena-setup.ts';
import { compileStatement } from '../../../src/backends/athena/compile.ts';
import type { AthenaTable } from '../../../src/backends/athena/table.ts';
import { tableOf } from '../../../src/backends/athena/table-metadata.ts';
import type { FlowLog } from '../../../src/network/flow-log.ts';
import { field } from '../../../src/query/expression.ts';
import { records } from '../../../src/query/flow-query.ts';
import { equals } from '../../../src/query/predicate.ts';
import {
  DEFAULT_FORMAT,
  formatNames,
  formatOfNames,
  TRANSIT_GATEWAY_DEFAULT_FORMAT,
} from '../../../src/record/format.ts';
import { tableMade } from '../../kit/hive-ddl.ts';
import { flowLog, NOW, request, scope } from '../../kit/scope.ts';

const QUERY = records({
  window: { start: NOW - 7200, end: NOW },
  where: equals(field('dstPort'), 443),
  columns: { from: field('srcAddr'), at: field('end') },
  limit: 10,
});

const FORMAT = formatNames(DEFAULT_FORMAT).split(' ');

/** The tables of the printed statements, as the catalog would tell of them once a person had run these. */
function tablesFor(changes: Partial<FlowLog>): readonly AthenaTable[] {
  const one = flowLog({
    destination: 's3',
    destinationName: 'arn:aws:s3:::records',
    format: FORMAT,
    account: '111122223333',
    region: 'eu-west-1',
    ...changes,
  });
  const { plan = [] } = athenaTable.analyze(
    {},
    scope({ request: request({ verb: 'athena-setup', subjects: [] }), flowLogs: [one] }),
  );
  return plan
    .filter(({ title }) => title.startsWith('Table'))
    .map(({ text }) =>
      tableOf(tableMade(text), {
        kind: one.resourceId.startsWith('tgw-') ? 'transit-gateway' : 'vpc',
        catalog: 'AwsDataCatalog',
        database: 'flows',
        name: 'made',
        lineFormat: formatOfNames(one.format),
      }),
    );
}

const LAYOUTS = (['plain-text', 'parquet'] as const).flatMap((fileFormat) =>
  [true, false].flatMap((hivePartitions) =>
    [true, false].map((hourly) => ({ fileFormat, hivePartitions, hourly })),
  ),
);

describe('a table that athena-setup prints', () => {
  it.each(LAYOUTS)('can be asked: $fileFormat, Hive names $hivePartitions, hourly $hourly', (files) => {
    const [table] = tablesFor({ files });
    if (!table) throw new TypeError('no table is printed');

    const compiled = compileStatement(QUERY, table, { accounts: ['111122223333'] });

    expect([...table.columns.keys()]).toEqual(DEFAULT_FORMAT.fields.map(({ key }) => key));
    expect(table).toMatchObject({ hasHeaderRows: false, line: null, location: 's3://records/AWSLogs/' });
    expect(compiled).toMatchObject({
      lacking: [],
      columns: ['from', 'at'],
      partitions: { unit: files.hourly ? 'hour' : 'day' },
    });
    expect(table.partitions.map(({ meaning }) => meaning.kind)).not.toContain('other');
  });

  it('can be asked of what Firehose delivers, in either form', () => {
    const tables = tablesFor({
      destination: 'kinesis-data-firehose',
      destinationName: 'arn:aws:firehose:::x',
    });

    expect(tables.map(({ line, columns }) => [line?.column, columns.size])).toEqual([
      ['message', 0],
      [undefined, 14],
    ]);
    for (const table of tables) {
      expect(compileStatement(QUERY, table, {})).toMatchObject({ lacking: [], partitions: { unit: 'hour' } });
    }
  });

  it('can be asked of a transit gateway', () => {
    const format = formatNames(TRANSIT_GATEWAY_DEFAULT_FORMAT).split(' ');
    const [table] = tablesFor({ resourceId: 'tgw-0aaa', format });
    if (!table) throw new TypeError('no table is printed');

    expect(table.kind).toBe('transit-gateway');
    expect(compileStatement(QUERY, table, {})).toMatchObject({ lacking: [] });
  });
});
