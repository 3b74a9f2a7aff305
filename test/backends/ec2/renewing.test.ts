import { describe, expect, it } from 'vitest';
import { loadFlowLogs } from '../../../src/backends/ec2/flow-logs.ts';
import { CREDENTIALS, ec2Error, mockAws, REGION } from '../../kit/aws-mock.ts';
import { flowLogsReply } from '../../kit/insights-source.ts';

const signal = new AbortController().signal;

describe('credentials that AWS does not take any more', () => {
  const aws = mockAws();

  /** A file of them that somebody has renewed by the second reading. */
  function renewed() {
    let readings = 0;
    return async () => {
      readings += 1;
      return { ...CREDENTIALS, accessKeyId: `AKIA${readings}` };
    };
  }

  it('are read anew, and the call is made once more', async () => {
    aws.reply(
      'DescribeFlowLogs',
      ec2Error('RequestExpired', 'Request has expired.', 400),
      flowLogsReply([{ logGroup: '/a' }]),
    );

    const { flowLogs } = await loadFlowLogs({ region: REGION, credentials: renewed() }, signal);

    expect(flowLogs).toHaveLength(1);
    expect(aws.signers).toEqual(['AKIA1', 'AKIA2']);
  });

  it('are read once more where somebody is just writing them', async () => {
    aws.reply(
      'DescribeFlowLogs',
      ec2Error('RequestExpired', 'Request has expired.', 400),
      flowLogsReply([{ logGroup: '/a' }]),
    );
    const read = renewed();
    let readings = 0;
    const credentials = () => {
      readings += 1;
      if (readings !== 2) return read();
      const none = new Error('Could not load credentials from any providers');
      return Promise.reject(Object.assign(none, { name: 'CredentialsProviderError' }));
    };

    const { flowLogs } = await loadFlowLogs({ region: REGION, credentials }, signal);

    expect(flowLogs).toHaveLength(1);
    expect(aws.signers).toEqual(['AKIA1', 'AKIA2']);
  });

  it('are read anew once only', async () => {
    aws.always('DescribeFlowLogs', ec2Error('RequestExpired', 'Request has expired.', 400));

    const { flowLogs } = await loadFlowLogs({ region: REGION, credentials: renewed() }, signal);

    expect(flowLogs).toBeNull();
    expect(aws.signers).toEqual(['AKIA1', 'AKIA2']);
  });

  it('are not read anew for what is refused for another reason', async () => {
    aws.always('DescribeFlowLogs', ec2Error('UnauthorizedOperation', 'Sorry.'));

    await loadFlowLogs({ region: REGION, credentials: renewed() }, signal);

    expect(aws.signers).toEqual(['AKIA1']);
  });
});
