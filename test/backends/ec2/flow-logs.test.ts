import { describe, expect, it } from 'vitest';
import { loadFlowLogs } from '../../../src/backends/ec2/flow-logs.ts';
import { CREDENTIALS, ec2Error, mockAws, REGION } from '../../kit/aws-mock.ts';
import { flowLogsReply } from '../../kit/insights-source.ts';

const SETTINGS = { region: REGION, credentials: CREDENTIALS };
const signal = new AbortController().signal;

describe('the flow logs of an account', () => {
  const aws = mockAws();

  it('are read page by page', async () => {
    aws.reply(
      'DescribeFlowLogs',
      flowLogsReply([{ logGroup: '/a' }], 'more'),
      flowLogsReply([{ logGroup: '/b' }]),
    );

    const { flowLogs, notes } = await loadFlowLogs(SETTINGS, signal);

    expect(flowLogs?.map(({ destinationName }) => destinationName)).toEqual(['/a', '/b']);
    expect(flowLogs?.map(({ region }) => region)).toEqual([REGION, REGION]);
    expect(notes).toEqual([]);
    expect(aws.of('DescribeFlowLogs').map((request) => request['NextToken'])).toEqual([undefined, 'more']);
  });

  it('may be those of one kind of destination', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply([]));

    await loadFlowLogs(SETTINGS, signal, 's3');

    expect(aws.of('DescribeFlowLogs')).toMatchObject([
      { 'Filter.1.Name': 'log-destination-type', 'Filter.1.Value.1': 's3' },
    ]);
  });

  it.each([
    ['UnauthorizedOperation', 'the permission ec2:DescribeFlowLogs is missing'],
    ['AuthFailure', 'AWS does not accept the credentials'],
    ['RequestExpired', 'the AWS credentials have expired'],
    ['InvalidParameterValue', 'the EC2 API refused'],
  ])('are not known after %s, which is a note and no failure', async (code, why) => {
    aws.always('DescribeFlowLogs', ec2Error(code, 'Sorry.'));

    expect(await loadFlowLogs(SETTINGS, signal)).toEqual({
      flowLogs: null,
      notes: [`The settings of the flow logs could not be read, because ${why} (Sorry.).`],
    });
  });

  it('are not known without credentials', async () => {
    const credentials = async () => {
      throw Object.assign(new Error('Could not load credentials.'), { name: 'CredentialsProviderError' });
    };

    const { flowLogs, notes } = await loadFlowLogs({ ...SETTINGS, credentials }, signal);

    expect(flowLogs).toBeNull();
    expect(notes).toEqual([expect.stringContaining('there are no AWS credentials')]);
  });

  it('are not waited for when nobody wants them any more', async () => {
    const cancel = new AbortController();
    aws.reply('DescribeFlowLogs', () => {
      cancel.abort('enough');
      return flowLogsReply();
    });

    await expect(loadFlowLogs(SETTINGS, cancel.signal)).rejects.toBe('enough');
  });
});
