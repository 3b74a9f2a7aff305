import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conclusion, Scope } from '../../src/analyzers/analyzer.ts';
import { athenaTable } from '../../src/analyzers/athena-setup.ts';
import type { FlowLog, FlowLogFiles } from '../../src/network/flow-log.ts';
import type { Request } from '../../src/query/request.ts';
import { FIELD_KEYS, FIELDS } from '../../src/record/fields.ts';
import { DEFAULT_FORMAT, formatNames, TRANSIT_GATEWAY_DEFAULT_FORMAT } from '../../src/record/format.ts';
import { column } from '../kit/athena-catalog.ts';
import { hiveErrors, tableMade } from '../kit/hive-ddl.ts';
import { indexed } from '../kit/networks.ts';
import { address, flowLog, request, scope } from '../kit/scope.ts';

const TEXT: FlowLogFiles = { fileFormat: 'plain-text', hivePartitions: false, hourly: false };

function inS3(changes: Partial<FlowLog> = {}): FlowLog {
  return flowLog({
    destination: 's3',
    destinationName: 'arn:aws:s3:::records/net/',
    format: formatNames(DEFAULT_FORMAT).split(' '),
    files: TEXT,
    // 29 August 2025.
    createdAt: 1_756_478_909,
    account: '111122223333',
    region: 'eu-west-1',
    ...changes,
  });
}

function concluded(
  flowLogs: readonly FlowLog[] | null,
  changes: Partial<Request> = {},
  rest: Partial<Scope> = {},
): Conclusion {
  const asked = request({ verb: 'athena-setup', subjects: [], ...changes });
  return athenaTable.analyze({}, scope({ request: asked, flowLogs, ...rest }));
}

function partOf({ plan }: Conclusion, title: string): string {
  return plan?.find((part) => part.title.startsWith(title))?.text ?? '';
}

function tableOf(conclusion: Conclusion) {
  return tableMade(partOf(conclusion, 'Table'));
}

function property(conclusion: Conclusion, name: string): string | undefined {
  return tableOf(conclusion).parameters.get(name);
}

/** The path of a partition's files, with these values in it. */
function pathOf(conclusion: Conclusion, values: Readonly<Record<string, string>>): string {
  const template = property(conclusion, 'storage.location.template') ?? '';
  return template.replace(/\$\{([^}]+)\}/g, (_, column: string) => values[column] ?? '?');
}

const OWNER = { aws_account: '111122223333', aws_region: 'eu-west-1' };
const VPC_NAMES = FIELD_KEYS.filter((key) => FIELDS[key].home !== 'transit-gateway').map(
  (key) => FIELDS[key].name,
);

describe('the table', () => {
  it('has a column for each field, in the order of the format and of the type that AWS gives it', () => {
    const { columns } = tableOf(concluded([inS3()]));

    expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      ...['version int', 'account_id string', 'interface_id string', 'srcaddr string', 'dstaddr string'],
      ...['srcport int', 'dstport int', 'protocol int', 'packets bigint', 'bytes bigint'],
      ...['start bigint', 'end bigint', 'action string', 'log_status string'],
    ]);
  });

  it('follows whatever format a flow log has, as text or as Parquet', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(VPC_NAMES, { minLength: 1 }),
        fc.record({
          fileFormat: fc.constantFrom('plain-text', 'parquet'),
          hivePartitions: fc.boolean(),
          hourly: fc.boolean(),
        }),
        (format, files) => {
          const { columns, partitionKeys } = tableOf(concluded([inS3({ format, files })]));

          expect(columns.map(({ name }) => name)).toEqual(format.map((name) => name.replaceAll('-', '_')));
          const names = [...columns, ...partitionKeys].map(({ name }) => name);
          expect(new Set(names).size).toBe(names.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps the place of a field that nobody knows yet in text, and leaves it out of Parquet', () => {
    const format = ['srcaddr', 'New-Thing`2', 'end'];

    expect(tableOf(concluded([inS3({ format })])).columns.map(({ name }) => name)).toEqual([
      'srcaddr',
      'new_thing_2',
      'end',
    ]);
    const parquet = inS3({ format, files: { ...TEXT, fileFormat: 'parquet' } });
    expect(tableOf(concluded([parquet])).columns.map(({ name }) => name)).toEqual(['srcaddr', 'end']);
  });

  it('skips the header line of text files, which Parquet files do not have', () => {
    expect(property(concluded([inS3()]), 'skip.header.line.count')).toBe('1');
    const parquet = inS3({ files: { ...TEXT, fileFormat: 'parquet' } });
    expect(property(concluded([parquet]), 'skip.header.line.count')).toBeUndefined();
    expect(partOf(concluded([parquet]), 'Table')).toContain('STORED AS PARQUET');
  });

  it('reads days and hours where AWS writes them, by either names', () => {
    const path = (files: Partial<FlowLogFiles>, values: Readonly<Record<string, string>>) =>
      pathOf(concluded([inS3({ files: { ...TEXT, ...files } })]), { ...OWNER, ...values });
    const plain = 's3://records/net/AWSLogs/111122223333/vpcflowlogs/eu-west-1/';
    const hive =
      's3://records/net/AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=eu-west-1/';
    const time = { year: '2026', month: '09', day: '21', hour: '14' };

    expect(path({}, { day: '2026/09/21' })).toBe(`${plain}2026/09/21/`);
    expect(path({ hourly: true }, { datehour: '2026/09/21/14' })).toBe(`${plain}2026/09/21/14/`);
    expect(path({ hivePartitions: true }, time)).toBe(`${hive}year=2026/month=09/day=21/`);
    expect(path({ hivePartitions: true, hourly: true }, time)).toBe(
      `${hive}year=2026/month=09/day=21/hour=14/`,
    );
  });

  it('begins when the flow log was made, or a year ago where that is not known', () => {
    expect(property(concluded([inS3()]), 'projection.day.range')).toBe('2025/08/29,NOW');
    const { createdAt: _, ...unknown } = inS3();
    expect(property(concluded([unknown]), 'projection.day.range')).toBe('2025/09/21,NOW');
  });

  it('lists the accounts and regions of all flow logs that write the same files', () => {
    const conclusion = concluded([
      inS3(),
      inS3({ flowLogId: 'fl-0bbb', account: '444455556666', region: 'us-east-1' }),
    ]);

    expect(property(conclusion, 'projection.aws_account.values')).toBe('111122223333,444455556666');
    expect(property(conclusion, 'projection.aws_region.values')).toBe('eu-west-1,us-east-1');
    expect(conclusion.findings[0]?.summary).toContain('2 flow logs alike');
  });

  it('has words to be replaced for what nobody told, and says by what', () => {
    const { account: _, region: __, ...untold } = inS3();
    const conclusion = concluded([untold]);

    expect(property(conclusion, 'projection.aws_account.values')).toBe('ACCOUNT_ID');
    expect(property(conclusion, 'projection.aws_region.values')).toBe('REGION');
    expect(conclusion.findings[0]?.nextCheck).toMatch(/Replace ACCOUNT_ID by .+ Replace REGION by /);
  });

  it('takes the region from the zones of the network where that is known', () => {
    const { region: _, ...untold } = inS3();

    expect(property(concluded([untold], {}, { network: indexed() }), 'projection.aws_region.values')).toBe(
      'eu-west-1',
    );
  });

  it('of a transit gateway has its fields and its own name', () => {
    const format = formatNames(TRANSIT_GATEWAY_DEFAULT_FORMAT).split(' ');
    const conclusion = concluded([inS3({ resourceId: 'tgw-0aaa', format })]);

    expect(partOf(conclusion, 'Table')).toContain('`flows`.`transit_gateway_flow_logs`');
    expect(tableOf(conclusion).columns).toContainEqual({ name: 'packets_lost_no_route', type: 'bigint' });
    expect(partOf(conclusion, 'Source')).toContain('transitGatewayTable: transit_gateway_flow_logs');
  });

  it('is a statement whatever AWS or a file says, and nothing in it ends a text or a name', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        (prefix, name) => {
          const destinationName = `arn:aws:s3:::records/${prefix}'\\`;
          const conclusion = concluded([inS3({ destinationName, format: ['srcaddr', `${name}\``] })]);

          expect(hiveErrors(partOf(conclusion, 'Table'))).toEqual([]);
          expect(tableOf(conclusion).parameters.get('projection.enabled')).toBe('true');
          expect(tableOf(conclusion).columns).toHaveLength(2);
        },
      ),
      { examples: [['\u2028', ' ']] },
    );
  });
});

describe('what Firehose delivers', () => {
  const firehose = inS3({
    destination: 'kinesis-data-firehose',
    destinationName: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/flows',
  });

  it('is a table of lines in JSON, or one of columns, by hours, and the format goes into the configuration', () => {
    const conclusion = concluded([firehose]);
    const [lines, columns] = (conclusion.plan ?? [])
      .filter(({ title }) => title.startsWith('Table'))
      .map(({ text }) => tableMade(text));

    expect(lines?.columns).toEqual([{ name: 'message', type: 'string' }]);
    expect(lines?.parameters.get('serde.serialization.lib')).toBe('org.openx.data.jsonserde.JsonSerDe');
    expect(columns?.columns).toHaveLength(14);
    expect(columns?.parameters.get('skip.header.line.count')).toBeUndefined();
    expect(columns?.partitionKeys).toEqual([{ name: 'datehour', type: 'string' }]);
    expect(partOf(conclusion, 'Source')).toContain(`format: "${firehose.format.join(' ')}"`);
    expect(conclusion.findings[0]?.nextCheck).toContain('Replace BUCKET/PREFIX');
  });

  it('may be asked for by the format of another flow log', () => {
    const conclusion = concluded([inS3()], { firehose: true });

    expect(property(conclusion, 'storage.location.template')).toBe(
      `s3://BUCKET/PREFIX/${column('datehour')}/`,
    );
  });
});

describe('which flow log is meant', () => {
  const other = inS3({
    flowLogId: 'fl-0bbb',
    resourceId: 'vpc-0bbb',
    destinationName: 'arn:aws:s3:::others',
  });

  function placeIn(conclusion: Conclusion): string | undefined {
    return property(conclusion, 'location');
  }

  it('is said by its id, or by the id of what it is attached to', () => {
    const all = [inS3(), other];

    expect(placeIn(concluded(all, { flowLog: 'fl-0bbb' }))).toBe('s3://others/AWSLogs/');
    expect(placeIn(concluded(all, { subjects: [{ kind: 'vpc', id: 'vpc-0bbb' }] }))).toBe(
      's3://others/AWSLogs/',
    );
  });

  it('is the one that records a subject', () => {
    const network = indexed();
    const vpcId = network.holders.get('10.0.1.5')?.[0]?.interface.vpcId ?? '';
    const conclusion = concluded(
      [other, inS3({ resourceId: vpcId })],
      { subjects: [address('10.0.1.5')] },
      { network },
    );

    expect(placeIn(conclusion)).toBe('s3://records/net/AWSLogs/');
    expect(conclusion.findings).toHaveLength(1);
  });

  it('is the first that works, and of the others it is said that they need tables of their own', () => {
    const conclusion = concluded([inS3({ deliveryError: 'Access error' }), other]);

    expect(placeIn(conclusion)).toBe('s3://others/AWSLogs/');
    expect(conclusion.findings[1]).toMatchObject({
      summary: expect.stringContaining('fl-0aaa delivers to another place or in another form'),
      nextCheck: 'Ask `athena-setup fl-0aaa`.',
    });
  });

  it('is warned of where another writes other fields to the same place, which the table would misread', () => {
    const mixed = inS3({ flowLogId: 'fl-0ccc', format: ['srcaddr', 'dstaddr'] });

    expect(concluded([inS3(), mixed]).findings[1]).toMatchObject({
      summary: 'fl-0ccc writes other fields or files to the same place, and this table would misread them',
    });
  });

  it('is not known where nobody may ask, and a command tells', () => {
    expect(concluded(null)).toEqual({
      findings: [
        expect.objectContaining({
          confidence: 0.5,
          nextCheck: expect.stringContaining('flows athena-setup --flow-logs flow-logs.json'),
        }),
      ],
    });
  });

  it('may be none that Athena can read', () => {
    const logged = flowLog({ resourceId: 'vpc-0aaa' });

    expect(concluded([logged]).findings[0]).toMatchObject({
      summary: 'No flow log that is known here delivers to S3, so there is nothing for Athena to read',
      nextCheck: expect.stringContaining('--log-destination-type s3'),
    });
    expect(concluded([logged], { flowLog: 'fl-0aaa' }).findings[0]).toMatchObject({
      summary: 'fl-0aaa delivers to CloudWatch Logs, where Athena cannot read it',
    });
    expect(concluded([logged], { flowLog: 'fl-0999' }).findings[0]).toMatchObject({
      summary: 'fl-0999 is not among the flow logs that are known here',
    });
    expect(concluded([])?.plan).toBeUndefined();
  });
});

describe('what the table needs around it', () => {
  it('is a workgroup that stops expensive queries, made by a person', () => {
    const script = partOf(concluded([inS3()]), 'Workgroup');

    expect(script).toContain('aws athena create-work-group --name flows');
    expect(script).toContain('BytesScannedCutoffPerQuery=100000000000');
    expect(script).toContain('RESULTS:?');
  });

  it('is a database, and the source as the configuration takes it', () => {
    const conclusion = concluded([inS3()]);

    expect(hiveErrors(partOf(conclusion, 'Database'))).toEqual([]);
    expect(partOf(conclusion, 'Source')).toBe(
      [
        'sources:',
        '  - name: athena',
        '    kind: athena',
        '    account: "111122223333"',
        '    region: "eu-west-1"',
        '    workgroup: flows',
        '    database: flows',
        '    table: vpc_flow_logs',
        '',
      ].join('\n'),
    );
  });

  it('asks nothing of records, and says what a key of KMS needs', () => {
    expect(athenaTable.needs(scope())).toEqual({});
    expect(concluded([inS3()]).coverage?.notes).toContainEqual(expect.stringContaining('kms:Decrypt'));
  });
});
