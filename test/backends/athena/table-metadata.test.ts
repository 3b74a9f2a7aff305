import { describe, expect, it } from 'vitest';
import type { AthenaTable } from '../../../src/backends/athena/table.ts';
import { type NamedTable, tableOf } from '../../../src/backends/athena/table-metadata.ts';
import { SourceError } from '../../../src/query/source-error.ts';
import { DEFAULT_FORMAT } from '../../../src/record/format.ts';
import {
  column,
  columns,
  type Described,
  PROJECTED,
  TEXT_FILES,
  VERSION_2,
} from '../../kit/athena-catalog.ts';

function read({ columns: told, partitions, parameters }: Described, changes: Partial<NamedTable> = {}) {
  const named = (text: string) => columns(text).map(({ Name, Type }) => ({ name: Name, type: Type }));
  return tableOf(
    {
      columns: named(told),
      partitionKeys: partitions === undefined ? [] : named(partitions),
      parameters: new Map(Object.entries(parameters ?? TEXT_FILES)),
    },
    {
      kind: 'vpc',
      catalog: 'AwsDataCatalog',
      database: 'flows',
      name: 'vpc_flow_logs',
      lineFormat: null,
      ...changes,
    },
  );
}

function failureOf(described: Described, changes: Partial<NamedTable> = {}): SourceError {
  try {
    read(described, changes);
  } catch (error) {
    if (error instanceof SourceError) return error;
  }
  throw new TypeError('the table was understood');
}

function meanings({ partitions }: AthenaTable) {
  return Object.fromEntries(partitions.map(({ name, meaning }) => [name, meaning]));
}

const PARQUET = {
  inputformat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  'serde.serialization.lib': 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
};

describe('the tables that AWS documents', () => {
  it('are understood as text files with projected days', () => {
    const table = read(PROJECTED);

    expect(table.columns.get('end')).toEqual({ name: 'end', type: 'number' });
    expect(table.columns.get('logStatus')).toEqual({ name: 'log_status', type: 'text' });
    expect(table.columns.size).toBe(14);
    expect(table).toMatchObject({ kind: 'vpc', line: null, hasHeaderRows: false });
    expect(table.partitions).toEqual([
      {
        name: 'accid',
        type: 'text',
        meaning: { kind: 'account' },
        values: ['111122223333', '444455556666'],
        mustBeFixed: false,
      },
      {
        name: 'region',
        type: 'text',
        meaning: { kind: 'region' },
        values: ['us-east-1', 'eu-west-1'],
        mustBeFixed: false,
      },
      {
        name: 'day',
        type: 'text',
        meaning: { kind: 'time', pattern: 'yyyy/MM/dd', unit: 'day' },
        values: null,
        mustBeFixed: false,
      },
    ]);
  });

  it('are understood as Parquet files with projected days and hours apart', () => {
    const table = read({
      columns: VERSION_2,
      partitions: 'region string, date string, hour string',
      parameters: {
        ...PARQUET,
        location: 's3://records/prefix/AWSLogs/111122223333/vpcflowlogs/',
        'projection.enabled': 'true',
        'projection.region.type': 'enum',
        'projection.region.values': 'us-east-1',
        'projection.date.type': 'date',
        'projection.date.range': '2021/01/01,NOW',
        'projection.date.format': 'yyyy/MM/dd',
        'projection.hour.type': 'integer',
        'projection.hour.range': '00,23',
        'projection.hour.digits': '2',
        'storage.location.template': `s3://records/prefix/AWSLogs/111122223333/vpcflowlogs/${column('region')}/${column('date')}/${column('hour')}`,
      },
    });

    expect(meanings(table)).toEqual({
      region: { kind: 'region' },
      date: { kind: 'time', pattern: 'yyyy/MM/dd', unit: 'day' },
      hour: { kind: 'time-part', part: 'hour', digits: 2 },
    });
    expect(table.hasHeaderRows).toBe(false);
    expect(table.location).toBe('s3://records/prefix/AWSLogs/111122223333/vpcflowlogs/');
  });

  it('are understood with the partitions that Hive names, which a crawler or MSCK REPAIR TABLE finds', () => {
    const table = read({
      columns: VERSION_2,
      partitions:
        'aws-account-id string, aws-service string, aws-region string, year string, month string, day string, hour string',
      parameters: { ...PARQUET, location: 's3://records/AWSLogs/' },
    });

    expect(meanings(table)).toEqual({
      'aws-account-id': { kind: 'account' },
      'aws-service': { kind: 'service' },
      'aws-region': { kind: 'region' },
      year: { kind: 'time-part', part: 'year', digits: 4 },
      month: { kind: 'time-part', part: 'month', digits: 2 },
      day: { kind: 'time-part', part: 'day', digits: 2 },
      hour: { kind: 'time-part', part: 'hour', digits: 2 },
    });
  });

  it('are understood as they were named before columns were named as the fields, with a column of dates', () => {
    const table = read({
      columns:
        'version int, account string, interfaceid string, sourceaddress string, destinationaddress string, sourceport int, ' +
        'destinationport int, protocol int, numpackets int, numbytes bigint, starttime int, endtime int, action string, logstatus string',
      partitions: 'date date',
    });

    expect([...table.columns.keys()].sort()).toEqual(DEFAULT_FORMAT.fields.map(({ key }) => key).sort());
    expect(table.partitions).toEqual([
      {
        name: 'date',
        type: 'date',
        meaning: { kind: 'time', pattern: 'yyyy-MM-dd', unit: 'day' },
        values: null,
        mustBeFixed: false,
      },
    ]);
  });
});

describe('a table', () => {
  it('has header rows where it skips no line of its text files', () => {
    const { 'skip.header.line.count': _, ...parameters } = TEXT_FILES;

    expect(read({ columns: VERSION_2, parameters }).hasHeaderRows).toBe(true);
  });

  it('may hold every field as text', () => {
    const table = read({
      columns: 'srcaddr string, start string, bytes varchar(20), something map<string,string>',
    });

    expect([...table.columns.values()].map(({ type }) => type)).toEqual(['text', 'text', 'text']);
  });

  it('may have the hyphens of a header line in its names', () => {
    expect(read({ columns: 'interface-id string, log-status string' }).columns.get('interfaceId')).toEqual({
      name: 'interface-id',
      type: 'text',
    });
  });

  it('may have hours as one column, and a column that Athena wants fixed', () => {
    const table = read({
      columns: VERSION_2,
      partitions: 'owner string, at string',
      parameters: {
        ...TEXT_FILES,
        'projection.enabled': 'TRUE',
        'projection.owner.type': 'injected',
        'projection.at.type': 'date',
        'projection.at.format': 'yyyy-MM-dd-HH',
        'storage.location.template': `s3://records/AWSLogs/${column('owner')}/vpcflowlogs/eu-west-1/${column('at')}`,
      },
    });

    expect(table.partitions).toMatchObject([
      { name: 'owner', meaning: { kind: 'account' }, mustBeFixed: true },
      { name: 'at', meaning: { kind: 'time', pattern: 'yyyy-MM-dd-HH', unit: 'hour' }, mustBeFixed: false },
    ]);
    expect(table.location).toBe('s3://records/AWSLogs/');
  });

  it('takes no account of projection that is not switched on', () => {
    const table = read({
      columns: VERSION_2,
      partitions: 'day string',
      parameters: { ...TEXT_FILES, 'projection.day.type': 'date', 'projection.day.format': 'yyyy/MM/dd' },
    });

    expect(meanings(table)).toEqual({ day: { kind: 'time-part', part: 'day', digits: 2 } });
  });

  it('may have a partition column that says nothing of its records', () => {
    const table = read({ columns: VERSION_2, partitions: 'ingested string' });

    expect(meanings(table)).toEqual({ ingested: { kind: 'other' } });
  });

  it('may hold whole lines, whose fields the configuration tells', () => {
    const table = read(
      {
        columns: 'message string',
        parameters: { 'serde.serialization.lib': 'org.openx.data.jsonserde.JsonSerDe' },
      },
      { lineFormat: DEFAULT_FORMAT },
    );

    expect(table.line).toEqual({ column: 'message', format: DEFAULT_FORMAT });
    expect(table).toMatchObject({ hasHeaderRows: false });
    expect(table.columns.size).toBe(0);
  });

  it('of a transit gateway has its fields', () => {
    const table = read(
      { columns: 'version int, tgw_id string, srcaddr string, packets_lost_no_route bigint' },
      { kind: 'transit-gateway' },
    );

    expect([...table.columns.keys()]).toEqual(['version', 'tgwId', 'srcAddr', 'packetsLostNoRoute']);
  });
});

describe('a table that cannot be asked says what is wrong with it', () => {
  it.each([
    [
      'a field of another type',
      { columns: 'srcaddr string, packets double' },
      '`packets` is of type double',
      'int, bigint or string',
    ],
    ['no field at all', { columns: 'a string, b int' }, '`a`, `b`', 'athena-setup'],
    ['no column at all', { columns: '' }, 'none of its columns', 'athena-setup'],
    [
      'lines of an unknown format',
      { columns: 'message string' },
      '`message` holds whole lines',
      '`format` of the source',
    ],
    [
      'fields that do not stand apart by a space',
      { columns: VERSION_2, parameters: { ...TEXT_FILES, 'serde.param.field.delim': ',' } },
      'parts its lines at ","',
      "FIELDS TERMINATED BY ' '",
    ],
    [
      'a partition column of another type',
      { columns: VERSION_2, partitions: 'at timestamp' },
      '`at` is of type timestamp',
      'string, int or date',
    ],
    [
      'times that are neither days nor hours',
      {
        columns: VERSION_2,
        partitions: 'at string',
        parameters: {
          ...TEXT_FILES,
          'projection.enabled': 'true',
          'projection.at.type': 'date',
          'projection.at.format': 'yyyyMM',
        },
      },
      '`at` are times written as yyyyMM',
      'yyyy/MM/dd/HH',
    ],
    [
      "a transit gateway's records under the name of VPC flow logs",
      { columns: 'tgw_id string, srcaddr string' },
      'tgw_id',
      '`transitGatewayTable`',
    ],
  ])('%s', (_, described, happened, todo) => {
    const failure = failureOf(described);

    expect(failure).toMatchObject({
      code: 'misconfigured',
      attempted: 'understand the table flows.vpc_flow_logs',
      happened: expect.stringContaining(happened),
      todo: expect.stringContaining(todo),
    });
  });

  it("VPC flow logs under the name of a transit gateway's", () => {
    expect(failureOf({ columns: VERSION_2 }, { kind: 'transit-gateway' }).todo).toBe(
      'Name it in `table` of the source.',
    );
  });
});
