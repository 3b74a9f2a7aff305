import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openInsights } from '../../src/sources/insights.ts';
import { assumedRoleReply, CREDENTIALS, mockAws, REGION } from '../kit/aws-mock.ts';
import { flowLogsReply } from '../kit/insights-source.ts';

const role = (name: string) => ({ arn: `arn:aws:iam::111122223333:role/${name}` });
const signal = new AbortController().signal;
const CONTEXT = { monotonic: () => 0, readText: (path: string) => readFile(path, 'utf8') };

describe('sources of CloudWatch Logs Insights', () => {
  const aws = mockAws();

  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', CREDENTIALS.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', CREDENTIALS.secretAccessKey);
  });

  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('of one account, region and role share the role’s credentials, and others have their own', async () => {
    aws.always('AssumeRole', assumedRoleReply('ASIAROLE', '2099-01-01T00:00:00Z'));
    aws.always('DescribeFlowLogs', flowLogsReply([{ logGroup: '/a' }]));
    const sources = await openInsights(
      [
        { name: 'one', kind: 'insights', region: REGION, role: role('reader') },
        { name: 'two', kind: 'insights', region: REGION, role: role('reader') },
        { name: 'three', kind: 'insights', region: REGION, role: role('other') },
      ],
      CONTEXT,
    );

    for (const source of sources) await source.flowLogSettings(signal);
    await Promise.all(sources.map(({ engine }) => engine.close()));

    expect(aws.of('AssumeRole').map(({ RoleArn }) => RoleArn)).toEqual([
      role('reader').arn,
      role('other').arn,
    ]);
  });

  it('say of themselves what the configuration says', async () => {
    const [source] = await openInsights(
      [
        {
          name: 'one',
          kind: 'insights',
          region: REGION,
          account: '111122223333',
          tags: { team: 'payments' },
        },
      ],
      CONTEXT,
    );

    expect(source?.about).toEqual({
      kind: 'insights',
      account: '111122223333',
      region: REGION,
      tags: { team: 'payments' },
    });
  });
});
