import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clientSettings } from '../../../src/backends/ec2/aws-settings.ts';
import { loadFlowLogs } from '../../../src/backends/ec2/flow-logs.ts';
import { createInsightsSource } from '../../../src/backends/insights/source.ts';
import { field } from '../../../src/query/expression.ts';
import { records } from '../../../src/query/flow-query.ts';
import { ALWAYS } from '../../../src/query/predicate.ts';
import {
  assumedRoleReply,
  CREDENTIALS,
  ec2Error,
  mockAws,
  ok,
  REGION,
  stsError,
} from '../../kit/aws-mock.ts';
import { flowLogsReply } from '../../kit/insights-source.ts';
import { WINDOW } from '../../kit/query-cases.ts';

const ARN = 'arn:aws:iam::111122223333:role/flows-reader';
const NOW = Date.parse('2026-11-23T14:00:00Z');
const signal = new AbortController().signal;

function settings(externalId?: string) {
  const role = { arn: ARN, ...(externalId === undefined ? {} : { externalId }) };
  return { region: REGION, credentials: CREDENTIALS, role };
}

const REFUSED = stsError(
  'AccessDenied',
  `User: arn:aws:iam::999900001111:user/bot is not authorized to perform: sts:AssumeRole on resource: ${ARN}`,
);

describe('a source with a role', () => {
  const aws = mockAws();

  beforeEach(() => {
    vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('calls AWS as that role, which it assumes as flows with the external id', async () => {
    aws.reply('AssumeRole', assumedRoleReply('ASIAROLE', '2026-11-23T15:00:00Z'));
    aws.reply('DescribeFlowLogs', flowLogsReply([{ logGroup: '/a' }]));

    const { flowLogs } = await loadFlowLogs(settings('shared-7'), signal);

    expect(flowLogs).toHaveLength(1);
    expect(aws.of('AssumeRole')).toMatchObject([
      { RoleArn: ARN, RoleSessionName: 'flows', ExternalId: 'shared-7' },
    ]);
    expect(aws.signers).toEqual([CREDENTIALS.accessKeyId, 'ASIAROLE']);
  });

  it('assumes it anew where AWS does not take its credentials any more, and makes the call again', async () => {
    aws.reply(
      'AssumeRole',
      assumedRoleReply('ASIAREVOKED', '2026-11-23T15:00:00Z'),
      assumedRoleReply('ASIANEXT', '2026-11-23T15:00:00Z'),
    );
    aws.reply(
      'DescribeFlowLogs',
      ec2Error('RequestExpired', 'Request has expired.', 400),
      flowLogsReply([{ logGroup: '/a' }]),
    );

    const { flowLogs } = await loadFlowLogs(settings(), signal);

    expect(flowLogs).toHaveLength(1);
    expect(aws.signers.filter((key) => key.startsWith('ASIA'))).toEqual(['ASIAREVOKED', 'ASIANEXT']);
  });

  it('assumes it once for all its clients, until shortly before the credentials end', async () => {
    const own = settings();
    aws.reply(
      'AssumeRole',
      assumedRoleReply('ASIAFIRST', '2026-11-23T15:00:00Z'),
      assumedRoleReply('ASIASECOND', '2026-11-23T16:00:00Z'),
    );
    aws.always('DescribeFlowLogs', flowLogsReply([]));

    await Promise.all([loadFlowLogs(own, signal), loadFlowLogs(own, signal)]);
    vi.setSystemTime(NOW + 54 * 60_000);
    await loadFlowLogs(own, signal);
    const before = aws.of('AssumeRole').length;
    vi.setSystemTime(NOW + 56 * 60_000);
    await loadFlowLogs(own, signal);

    expect([before, aws.of('AssumeRole').length]).toEqual([1, 2]);
    expect(aws.signers.at(-1)).toBe('ASIASECOND');
  });

  it('is asked for again after a failure', async () => {
    const own = settings();
    aws.reply('AssumeRole', REFUSED, assumedRoleReply('ASIAROLE', '2026-11-23T15:00:00Z'));
    aws.reply('DescribeFlowLogs', flowLogsReply([]));

    expect((await loadFlowLogs(own, signal)).flowLogs).toBeNull();
    expect((await loadFlowLogs(own, signal)).flowLogs).toEqual([]);
  });

  it('says whom AWS does not let assume which role, and what to change', async () => {
    aws.reply('AssumeRole', REFUSED);
    const { credentials } = clientSettings(settings('shared-7'));

    await expect(typeof credentials === 'function' && credentials()).rejects.toMatchObject({
      name: 'SourceError',
      code: 'access-denied',
      attempted: `assume the role ${ARN}`,
      happened: expect.stringContaining('arn:aws:iam::999900001111:user/bot is not authorized'),
      todo: expect.stringMatching(/trust policy of arn:aws:iam::111122223333.*sts:ExternalId/),
    });
  });

  it('fails a query with that sentence, and leaves a note where the flow logs are read', async () => {
    aws.always('AssumeRole', REFUSED);
    const source = createInsightsSource({ ...settings(), logGroups: ['/a'], monotonic: () => 0 });
    const query = records({ window: WINDOW, where: ALWAYS, columns: { at: field('interfaceId') }, limit: 1 });

    await expect(source.engine.run(query, { signal })).rejects.toMatchObject({
      attempted: `assume the role ${ARN}`,
      todo: expect.stringContaining('set role.externalId of the source'),
    });
    expect((await source.flowLogSettings(signal)).notes).toContainEqual(
      expect.stringContaining(`Could not assume the role ${ARN}`),
    );
    await source.engine.close();
  });

  it.each([
    ['ExpiredToken', 'no-credentials', 'have expired'],
    ['InvalidClientTokenId', 'no-credentials', 'does not accept the credentials'],
    ['RegionDisabledException', 'misconfigured', 'STS refused'],
  ])('tells %s apart', async (code, expected, happened) => {
    aws.reply('AssumeRole', stsError(code, 'Sorry.'));
    const { credentials } = clientSettings(settings());

    await expect(typeof credentials === 'function' && credentials()).rejects.toMatchObject({
      code: expected,
      happened: expect.stringContaining(happened),
    });
  });

  it('says so where STS answers without credentials', async () => {
    aws.reply('AssumeRole', ok('<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>'));
    const { credentials } = clientSettings(settings());

    await expect(typeof credentials === 'function' && credentials()).rejects.toMatchObject({
      happened: expect.stringContaining('STS answered without credentials'),
    });
  });
});
