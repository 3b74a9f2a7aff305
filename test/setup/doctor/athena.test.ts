import { describe, expect, it } from 'vitest';
import { PROJECTED, TEXT_FILES, VERSION_2 } from '../../kit/athena-catalog.ts';
import { executionReply, flowLogsInS3 } from '../../kit/athena-source.ts';
import { logsError, mockAws } from '../../kit/aws-mock.ts';
import { of, toldOf } from '../../kit/doctor.ts';
import { type AthenaTold, athena, withCredentials } from '../../kit/doctor-aws.ts';

const ABOUT = 'source archive';

function configuration(settings = ''): string {
  return `sources: [{ name: archive, kind: athena, region: us-east-1, workgroup: flows, database: flows, table: vpc_flow_logs${settings} }]`;
}

/** A table whose partitions stand in the catalog. */
const HIVE = {
  columns: VERSION_2,
  partitions: 'year string, month string, day string',
  parameters: { ...TEXT_FILES, location: 's3://records/AWSLogs/' },
};

describe('a source of Athena', () => {
  const aws = mockAws();
  withCredentials();

  function looked(told: AthenaTold = {}, settings?: string) {
    athena(aws, told);
    return toldOf('archive', configuration(settings));
  }

  const says = (checks: Awaited<ReturnType<typeof looked>>, standing: 'ok' | 'warning' | 'problem') =>
    of(checks, standing).map(([, said]) => said);

  it('that is all right is told by its workgroup, its table, what is allowed, its partitions, and its newest record', async () => {
    const checks = await looked();

    expect(says(checks, 'problem')).toEqual([]);
    expect(says(checks, 'ok')).toEqual([
      'AWS is asked as arn:aws:sts::111122223333:assumed-role/flows/x.',
      'Reading the network is allowed: 18 permissions.',
      'The workgroup flows takes queries; their results go to s3://results/flows/, a query may scan 50 GB at most.',
      'flows.vpc_flow_logs: text files, 14 fields, parted by accid, region, day (projected).',
      'Asking Athena is allowed: 4 permissions.',
      'The partitions of flows.vpc_flow_logs are projected up to now.',
      '1 flow log delivers to it.',
      expect.stringMatching(
        /^What a question about the last 60 min scans cannot be told before it is asked: /,
      ),
      'The newest record is 5 min old.',
    ]);
  });

  it('is tried with a statement that reads no table', async () => {
    await looked();

    expect(aws.of('StartQueryExecution')[0]).toMatchObject({ QueryString: 'SELECT 1', WorkGroup: 'flows' });
    expect(aws.of('StopQueryExecution')).toEqual([{ QueryExecutionId: 'probe' }]);
  });

  it('whose workgroup is disabled is told with the command that enables it', async () => {
    expect(of(await looked({ state: 'DISABLED' }), 'problem')).toEqual([
      [
        ABOUT,
        'The workgroup flows is disabled: it takes no query.',
        'aws athena update-work-group --region us-east-1 --work-group flows --state ENABLED',
      ],
    ]);
  });

  it('whose workgroup is not there is told with how to find it', async () => {
    const GetWorkGroup = logsError('InvalidRequestException', 'WorkGroup flows is not found.');

    expect(of(await looked({ replies: { GetWorkGroup } }), 'problem')[0]).toEqual([
      ABOUT,
      'The workgroup flows cannot be used (WorkGroup flows is not found.).',
      expect.stringContaining('aws athena get-work-group --region us-east-1 --work-group flows'),
    ]);
  });

  it('whose results have no place is told where to name one', async () => {
    const checks = await looked({ workgroup: { BytesScannedCutoffPerQuery: 50e9 } });

    expect(of(checks, 'problem')[0]?.[1]).toBe(
      'The workgroup flows names no place for results, and neither does the source.',
    );
    expect(of(checks, 'problem')[0]?.[2]).toContain('ResultConfigurationUpdates={OutputLocation=');
  });

  it('whose workgroup keeps results itself needs no place for them', async () => {
    const managed = {
      ManagedQueryResultsConfiguration: { Enabled: true },
      BytesScannedCutoffPerQuery: 50e9,
    };

    expect(says(await looked({ workgroup: managed }), 'ok')).toContain(
      'The workgroup flows takes queries; their results go to a place of Athena’s own, a query may scan 50 GB at most.',
    );
  });

  it('whose workgroup enforces another place is told that `output` says nothing', async () => {
    const workgroup = {
      ResultConfiguration: { OutputLocation: 's3://enforced/' },
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: 50e9,
    };

    expect(says(await looked({ workgroup }, ', output: "s3://mine/"'), 'warning')).toContain(
      'The workgroup flows puts results into s3://enforced/, whatever `output` of the source says.',
    );
  });

  it('whose workgroup cancels what the budget allows is told which of the two to change', async () => {
    const workgroup = {
      ResultConfiguration: { OutputLocation: 's3://results/' },
      BytesScannedCutoffPerQuery: 10e9,
    };

    expect(of(await looked({ workgroup }), 'warning')).toContainEqual([
      ABOUT,
      'The workgroup flows cancels a query that scans more than 10 GB, though a question may scan 50 GB: it fails halfway, and is paid for.',
      'budgets: { question: { bytes: 10000000000 } } in flows.config.yaml',
    ]);
  });

  it('without any limit is warned with the command that sets one', async () => {
    const workgroup = { ResultConfiguration: { OutputLocation: 's3://results/' } };

    expect(of(await looked({ workgroup }), 'warning').map(([, , todo]) => todo)).toContain(
      'aws athena update-work-group --region us-east-1 --work-group flows --configuration-updates BytesScannedCutoffPerQuery=50000000000',
    );
  });

  it('whose table is not there is told so, and asked for nothing in it', async () => {
    const GetTableMetadata = logsError(
      'MetadataException',
      'EntityNotFoundException: Table vpc_flow_logs not found.',
    );

    const [first] = of(await looked({ replies: { GetTableMetadata } }), 'problem');

    expect(first?.[1]).toContain('There is no table flows.vpc_flow_logs in the catalog AwsDataCatalog');
    expect(first?.[2]).toContain(
      'aws athena get-table-metadata --region us-east-1 --catalog-name AwsDataCatalog',
    );
  });

  it('whose table lacks columns that every answer needs is a problem that names them', async () => {
    const columns = 'interface_id string, action string, start bigint, end bigint, log_status string';

    expect(of(await looked({ table: { ...PROJECTED, columns } }), 'problem')).toEqual([
      [
        ABOUT,
        'Without the columns srcaddr, dstaddr, srcport, dstport, protocol, packets, bytes of flows.vpc_flow_logs, questions are answered wrongly or not at all.',
        'flows athena-setup prints a table that fits the flow log, where that records them',
      ],
    ]);
  });

  it('whose lines are one column lacks what `format` does not name', async () => {
    const table = { ...PROJECTED, columns: 'message string' };

    const checks = await looked(
      { table },
      ', format: "version interface-id srcaddr dstaddr action start end"',
    );

    expect(says(checks, 'problem')).toEqual([
      'Without the fields srcport, dstport, protocol, packets, bytes in the lines of flows.vpc_flow_logs, questions are answered wrongly or not at all.',
    ]);
  });

  it('without partitions would scan everything, so it is a problem', async () => {
    const checks = await looked({ table: { columns: VERSION_2 } });

    expect(says(checks, 'ok')).toContain('flows.vpc_flow_logs: text files, 14 fields, no partitions.');
    expect(of(checks, 'problem')[0]).toEqual([
      ABOUT,
      'No partition column of flows.vpc_flow_logs tells the day in a way that is known here: every question would scan all of it, so none is asked.',
      'flows athena-setup prints a table that fits the flow log',
    ]);
  });

  it('whose catalog has today’s partition is well, and no record was read to find it', async () => {
    const checks = await looked({ table: HIVE, partitions: [['2026', '11', '23']] });

    expect(says(checks, 'ok')).toContain('The newest partition of flows.vpc_flow_logs is 2026/11/23.');
    expect(aws.of('StartQueryExecution').map(({ QueryString }) => QueryString)).toContain(
      'SELECT "year", "month", "day" FROM "AwsDataCatalog"."flows"."vpc_flow_logs$partitions" ORDER BY "year" DESC, "month" DESC, "day" DESC LIMIT 1',
    );
  });

  it('whose newest partition is days old does not find what came since', async () => {
    const checks = await looked({ table: HIVE, partitions: [['2026', '11', '20']] });

    const [found] = of(checks, 'problem');
    expect(found?.[1]).toBe(
      'The newest partition of flows.vpc_flow_logs is 2026/11/20, which ended 3 d ago: newer records are not found.',
    );
    expect(found?.[2]).toContain('MSCK REPAIR TABLE flows.vpc_flow_logs');
  });

  it('whose catalog has no partition finds nothing', async () => {
    expect(says(await looked({ table: HIVE }), 'problem')).toContain(
      'The catalog knows no partition of flows.vpc_flow_logs, so no record is found.',
    );
  });

  it('whose projection has ended is told the statement that lets it go on', async () => {
    const parameters = { ...PROJECTED.parameters, 'projection.day.range': '2025/01/01,2026/10/31' };

    expect(of(await looked({ table: { ...PROJECTED, parameters } }), 'problem')).toEqual([
      [
        ABOUT,
        'The projection of `day` ends with 2026/10/31: newer records of flows.vpc_flow_logs are not found.',
        "ALTER TABLE flows.vpc_flow_logs SET TBLPROPERTIES ('projection.day.range' = '2025/01/01,NOW'), in Athena",
      ],
    ]);
  });

  it('whose results S3 does not take is told the permissions of that bucket', async () => {
    const reason =
      'Access denied when writing output to url: s3://results/flows/x.csv . Please ensure you are allowed to access the S3 bucket.';

    const [found] = of(
      await looked(
        { replies: { GetQueryExecution: executionReply('FAILED', { reason }) } },
        ', output: "s3://results/flows/"',
      ),
      'problem',
    );

    expect(found?.[1]).toContain('S3 refused the bucket of the results');
    expect(found?.[2]).toMatch(/s3:PutObject.*flows iam-policy archive$/);
  });

  it('that no flow log of the account writes to says so, which is no problem', async () => {
    const checks = await looked({ flowLogs: flowLogsInS3('arn:aws:s3:::elsewhere') });

    expect(says(checks, 'problem')).toEqual([]);
    expect(says(checks, 'warning')).toContain(
      'No flow log of this account and region writes to s3://records/AWSLogs/, so what is recorded there is not known.',
    );
  });
});
