import { describe, expect, it } from 'vitest';
import { isFlowLogsProblem, readFlowLogs } from '../../src/network/read-flow-logs.ts';
import { DEFAULT_FORMAT, formatNames, TRANSIT_GATEWAY_DEFAULT_FORMAT } from '../../src/record/format.ts';

/** As `aws ec2 describe-flow-logs` prints one. */
const PRINTED = {
  CreationTime: '2025-08-29T14:48:29+00:00',
  DeliverLogsStatus: 'SUCCESS',
  FlowLogId: 'fl-00d02b97ef459fea4',
  FlowLogStatus: 'ACTIVE',
  ResourceId: 'vpc-0da33c63fd07d53c7',
  TrafficType: 'ALL',
  LogDestinationType: 's3',
  LogDestination: 'arn:aws:s3:::flow-logs-633227536812',
  LogFormat: ['version', 'srcaddr', 'pkt-srcaddr'].map((name) => `\${${name}}`).join(' '),
  Tags: [],
  MaxAggregationInterval: 60,
};

function read(...flowLogs: readonly unknown[]) {
  return readFlowLogs(JSON.stringify({ FlowLogs: flowLogs }));
}

describe('what describe-flow-logs prints', () => {
  it('says of a transit gateway’s flow log that it writes AWS’s default format of its kind', () => {
    const { TrafficType: _type, LogFormat: _format, ...printed } = PRINTED;
    const [flowLog] = [read({ ...printed, ResourceId: 'tgw-0a1b2c3d' })].flatMap((found) =>
      isFlowLogsProblem(found) ? [] : found,
    );

    expect(flowLog?.format.join(' ')).toBe(formatNames(TRANSIT_GATEWAY_DEFAULT_FORMAT));
  });

  it('says what a flow log keeps, in which format, where, and whether it works', () => {
    expect(read(PRINTED)).toEqual([
      {
        flowLogId: 'fl-00d02b97ef459fea4',
        resourceId: 'vpc-0da33c63fd07d53c7',
        keeps: 'ALL',
        format: ['version', 'srcaddr', 'pkt-srcaddr'],
        aggregationInterval: 60,
        destination: 's3',
        destinationName: 'arn:aws:s3:::flow-logs-633227536812',
        deliveryError: null,
        active: true,
        createdAt: 1_756_478_909,
      },
    ]);
  });

  it.each([
    ['by its name', { LogGroupName: '/vpc/flow', LogDestination: undefined }],
    ['by its ARN', { LogDestination: 'arn:aws:logs:eu-west-1:111122223333:log-group:/vpc/flow:*' }],
    [
      'by its ARN without the star',
      { LogDestination: 'arn:aws-cn:logs:cn-north-1:111122223333:log-group:/vpc/flow' },
    ],
  ])('names a log group %s', (_, destination) => {
    const flowLog = { ...PRINTED, LogDestinationType: 'cloud-watch-logs', ...destination };

    expect(read(flowLog)).toMatchObject([{ destination: 'cloud-watch-logs', destinationName: '/vpc/flow' }]);
  });

  it('names the role that writes to a log group, and how files lie in a bucket, where they were given', () => {
    const role = 'arn:aws:iam::111122223333:role/flow-logs';
    const options = { FileFormat: 'parquet', HiveCompatiblePartitions: true, PerHourPartition: false };

    expect(
      read({ ...PRINTED, DeliverLogsPermissionArn: role }, { ...PRINTED, DestinationOptions: options }),
    ).toMatchObject([
      { deliveryRole: role },
      { files: { fileFormat: 'parquet', hivePartitions: true, hourly: false } },
    ]);
  });

  it('tells why delivery fails', () => {
    expect(
      read(
        { ...PRINTED, DeliverLogsStatus: 'FAILED', DeliverLogsErrorMessage: 'Access error' },
        { ...PRINTED, DeliverLogsStatus: 'FAILED' },
      ),
    ).toMatchObject([{ deliveryError: 'Access error' }, { deliveryError: 'Unknown error' }]);
  });

  it('may lack all but the id: AWS has defaults for the rest', () => {
    expect(read({ FlowLogId: 'fl-1' })).toEqual([
      {
        flowLogId: 'fl-1',
        resourceId: '',
        keeps: 'ALL',
        format: formatNames(DEFAULT_FORMAT).split(' '),
        aggregationInterval: 600,
        destination: 'cloud-watch-logs',
        destinationName: null,
        deliveryError: null,
        active: true,
      },
    ]);
  });

  it('is taken as text, as its value, and as the answer of the SDK, whose times are dates', () => {
    const value = { FlowLogs: [PRINTED] };
    const CreationTime = new Date(PRINTED.CreationTime);
    const answer = { FlowLogs: [{ ...PRINTED, CreationTime, Tags: undefined }], $metadata: {} };

    expect(readFlowLogs(value)).toEqual(readFlowLogs(JSON.stringify(value)));
    expect(readFlowLogs(answer)).toEqual(readFlowLogs(value));
  });

  it('may be none', () => {
    expect(read()).toEqual([]);
  });

  it.each([
    ['An error occurred (UnauthorizedOperation)', 'it is not JSON'],
    ['', 'it is not JSON'],
    ['{"Vpcs": []}', 'it has no list "FlowLogs"'],
    ['{"FlowLogs": {}}', 'it has no list "FlowLogs"'],
    ['[]', 'it has no list "FlowLogs"'],
    ['null', 'it has no list "FlowLogs"'],
    ['{"FlowLogs": [{}]}', '"FlowLogs.0.FlowLogId" is missing'],
    ['{"FlowLogs": ["fl-1"]}', '"FlowLogs.0" is missing or of another kind'],
  ])('is not %s', (text, problem) => {
    const found = readFlowLogs(text);

    expect(isFlowLogsProblem(found) && found.problem).toContain(problem);
  });
});
