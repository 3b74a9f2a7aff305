import { describe, expect, it } from 'vitest';
import { recommendedLogFormat } from '../../../src/analyzers/flow-logs/recommended-format.ts';
import { PROJECTED, VERSION_2 } from '../../kit/athena-catalog.ts';
import { flowLogsInS3 } from '../../kit/athena-source.ts';
import { mockAws } from '../../kit/aws-mock.ts';
import { of, told } from '../../kit/doctor.ts';
import { athena, cloudWatchLogs, withCredentials } from '../../kit/doctor-aws.ts';
import { slack, TOKENS } from '../../kit/doctor-slack.ts';
import { flowLogsReply } from '../../kit/insights-source.ts';

/** The names of all that is recommended, as `flowLogsReply` takes them. */
const RECOMMENDED = recommendedLogFormat().replace(/[${}]/g, '');
const ALERTS = 'alerts: { channel: C0123ABCD }';

describe('a machine on which all is as it should be', () => {
  const aws = mockAws();
  withCredentials();

  it('has no warning and no problem in any line, with a source of CloudWatch Logs', async () => {
    cloudWatchLogs(aws, { flowLogs: flowLogsReply([{ format: RECOMMENDED }]) });
    slack();

    const checks = await told(
      `sources: [{ name: production, kind: insights, region: us-east-1, logGroups: [/vpc/flow] }]\n${ALERTS}`,
      TOKENS,
    );

    expect([...of(checks, 'problem'), ...of(checks, 'warning')]).toEqual([]);
    expect(new Set(checks.map(({ about }) => about))).toEqual(
      new Set(['configuration', 'store', 'Slack', 'clock', 'source production']),
    );
  });

  it('has no warning and no problem in any line, with a source of Athena', async () => {
    const columns = `${VERSION_2}, tcp_flags int, pkt_srcaddr string, pkt_dstaddr string, flow_direction string`;
    const flowLogs = flowLogsInS3('arn:aws:s3:::records');
    const body = String(flowLogs.body).replace(
      '</item>',
      `<logFormat>${recommendedLogFormat().replaceAll('$', '$$$$')}</logFormat><maxAggregationInterval>60</maxAggregationInterval></item>`,
    );
    athena(aws, { table: { ...PROJECTED, columns }, flowLogs: { ...flowLogs, body } });
    slack();

    const checks = await told(
      `sources: [{ name: archive, kind: athena, region: us-east-1, workgroup: flows, database: flows, table: vpc_flow_logs }]\n${ALERTS}`,
      TOKENS,
    );

    expect([...of(checks, 'problem'), ...of(checks, 'warning')]).toEqual([]);
  });
});
