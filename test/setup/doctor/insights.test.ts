import { describe, expect, it } from 'vitest';
import { DEFAULT_FORMAT, formatNames } from '../../../src/record/format.ts';
import { logsError, mockAws, ok } from '../../kit/aws-mock.ts';
import { NOW, of, told, toldOf } from '../../kit/doctor.ts';
import { cloudWatchLogs, type LogsTold, withCredentials } from '../../kit/doctor-aws.ts';
import { slack, TOKENS } from '../../kit/doctor-slack.ts';
import { flowLogsReply } from '../../kit/insights-source.ts';

const ABOUT = 'source production';

function configuration(settings = 'logGroups: [/vpc/flow]'): string {
  return `sources: [{ name: production, kind: insights, region: us-east-1, ${settings} }]`;
}

describe('a source of CloudWatch Logs', () => {
  const aws = mockAws();
  withCredentials();

  function looked(logs: LogsTold = {}, settings?: string) {
    cloudWatchLogs(aws, logs);
    return toldOf('production', configuration(settings));
  }

  it('that is all right is told as whom it is asked, what is allowed, what a question scans, and how old its newest record is', async () => {
    const checks = await looked();

    expect(of(checks, 'problem')).toEqual([]);
    expect(of(checks, 'warning')).toEqual([
      [ABOUT, expect.stringContaining('Without the fields tcp-flags'), expect.any(String)],
    ]);
    expect(of(checks, 'ok').map(([, says]) => says)).toEqual([
      'AWS is asked as arn:aws:sts::111122223333:assumed-role/flows/x.',
      'Reading the network is allowed: 18 permissions.',
      'Log groups that are there: /vpc/flow.',
      'Asking CloudWatch Logs is allowed: 5 permissions.',
      '1 flow log delivers to it.',
      '/vpc/flow has the field indexes that questions use.',
      expect.stringMatching(/^A question about the last 60 min begins with scanning \d.* GB, about \$/),
      'The newest record is 5 min old.',
    ]);
  });

  it('is tried with a query over the present moment, which is stopped', async () => {
    await looked();

    const [probe] = aws.of('StartQuery');
    expect(probe).toMatchObject({ startTime: NOW / 1000 - 1, endTime: NOW / 1000 });
    expect(aws.of('StopQuery')[0]).toEqual({ queryId: 'probe' });
  });

  it('for which a permission is missing is told which, what is lost, and the command that prints what to allow', async () => {
    const checks = await looked({ without: ['ec2:DescribeNetworkAcls', 'ec2:DescribeVpcEndpoints'] });

    const todo = 'flows iam-policy production';
    expect(of(checks, 'problem')).toEqual([
      [ABOUT, 'Not allowed: ec2:DescribeNetworkAcls; without, rules cannot be named.', todo],
    ]);
    expect(of(checks, 'warning')).toContainEqual([
      ABOUT,
      'Not allowed: ec2:DescribeVpcEndpoints; without, less of the network can be named.',
      todo,
    ]);
  });

  it('that may not be asked is looked at further all the same', async () => {
    const checks = await looked({ without: ['logs:StartQuery', 'logs:StopQuery'] });

    expect(of(checks, 'problem').map(([, says]) => says)).toEqual([
      'Not allowed: logs:StartQuery; without, nothing can be asked.',
      expect.stringContaining('the permission logs:StartQuery is missing'),
    ]);
    expect(of(checks, 'warning').map(([, says]) => says)).toContainEqual(
      expect.stringContaining('Not allowed: logs:StopQuery; without, a query that nobody waits for'),
    );
    expect(of(checks, 'ok').map(([, says]) => says)).toContain('1 flow log delivers to it.');
  });

  it('whose flow log has another format is told what it lacks, each thing once', async () => {
    const format = formatNames(DEFAULT_FORMAT);
    const flowLogs = flowLogsReply([{ format, interval: 600 }, { format }, { format }, { format }]);

    const found = of(await looked({ flowLogs }), 'warning');
    const said = found.map(([, says]) => says);

    expect(said).toContain(
      'Without the fields tcp-flags, pkt-srcaddr, pkt-dstaddr, flow-direction, less is told apart: fl-0 (vpc-1), fl-1 (vpc-1), fl-2 (vpc-1) and 1 more.',
    );
    expect(said).toContain('Aggregates over 600 s, so records come later: fl-0 (vpc-1).');
    const [, , todo] = found[0] ?? [];
    expect(todo).toMatch(
      /^aws ec2 create-flow-logs --region us-east-1 --resource-type VPC --resource-ids vpc-1 .*--log-group-name \/vpc\/flow .*--log-format .*tcp-flags/,
    );
    expect(todo).toMatch(/aws ec2 delete-flow-logs --region us-east-1 --flow-log-ids fl-0 fl-1 fl-2 fl-3$/);
  });

  it('whose flow log lacks fields that every answer needs is a problem, with the command for one that has them', async () => {
    const flowLogs = flowLogsReply([{ format: 'interface-id action start end log-status' }]);

    const checks = await looked({ flowLogs });

    expect(of(checks, 'problem')).toEqual([
      [
        ABOUT,
        'Without the fields srcaddr, dstaddr, srcport, dstport, protocol, packets, bytes, questions are answered wrongly or not at all: fl-0 (vpc-1).',
        expect.stringMatching(/^aws ec2 create-flow-logs .*--log-format .*srcaddr.*tcp-flags/),
      ],
    ]);
    expect(of(checks, 'warning').map(([, says]) => says)).not.toContainEqual(
      expect.stringContaining('less is told apart'),
    );
  });

  it.each('interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action'.split(' '))(
    'whose flow log lacks %s alone is a problem that names it',
    async (name) => {
      const format = formatNames(DEFAULT_FORMAT)
        .split(' ')
        .filter((one) => one !== name)
        .join(' ');

      expect(of(await looked({ flowLogs: flowLogsReply([{ format }]) }), 'problem')).toEqual([
        [ABOUT, expect.stringContaining(`Without the fields ${name}, `), expect.any(String)],
      ]);
    },
  );

  it('whose flow log does not deliver is told how AWS puts it', async () => {
    const flowLogs = flowLogsReply();
    const body = String(flowLogs.body).replace(
      '<deliverLogsStatus>SUCCESS</deliverLogsStatus>',
      '<deliverLogsStatus>FAILED</deliverLogsStatus><deliverLogsErrorMessage>Access error</deliverLogsErrorMessage>',
    );

    expect(of(await looked({ flowLogs: { ...flowLogs, body } }), 'problem')).toEqual([
      [
        ABOUT,
        'Delivery fails with “Access error”: fl-0 (vpc-1).',
        expect.stringMatching(/^aws ec2 describe-flow-logs --region us-east-1 --flow-log-ids fl-0 /),
      ],
    ]);
  });

  it('of a transit gateway is not missed what such a flow log never has', async () => {
    const flowLogs = flowLogsReply();
    const body = String(flowLogs.body).replace('vpc-1', 'tgw-1');

    expect(of(await looked({ flowLogs: { ...flowLogs, body } }), 'warning')).toEqual([]);
  });

  it('of a log group that is not there is told where flow logs write', async () => {
    const checks = await looked({}, 'logGroups: [/vpc/flwo]');

    expect(of(checks, 'problem')[0]).toEqual([
      ABOUT,
      'There is no log group /vpc/flwo in us-east-1.',
      'logGroups: [/vpc/flow], where a flow log writes',
    ]);
  });

  it('of a log group of something else is told by the fields of its lines', async () => {
    const checks = await looked(
      {
        groups: [{ logGroupName: '/app/web', logGroupClass: 'STANDARD' }],
        fields: ok({ logGroupFields: ['@message', 'level', 'msg'].map((name) => ({ name, percent: 100 })) }),
        newest: null,
        lines: 1234,
      },
      'logGroups: [/app/web]',
    );

    expect(of(checks, 'problem')).toEqual([
      [
        ABOUT,
        'No flow log of this account writes to /app/web, and its lines are no flow log records of a format that is known here: they have the fields level, msg.',
        expect.stringMatching(/^aws ec2 describe-flow-logs .*name those in `logGroups`$/),
      ],
    ]);
    expect(of(checks, 'warning').map(([, says]) => says)).toContain(
      'Of 1,234 lines that were read none is a record of the last half hour: they are older, or of another format than is expected.',
    );
  });

  it('of a log group whose lines lack fields that AWS’s default format has is told which', async () => {
    const names = ['@message', 'interfaceId', 'action', 'startTime', 'endTime', 'logStatus'];
    const checks = await looked(
      {
        groups: [{ logGroupName: '/shared', logGroupClass: 'STANDARD' }],
        fields: ok({ logGroupFields: names.map((name) => ({ name, percent: 100 })) }),
      },
      'logGroups: [/shared]',
    );

    expect(of(checks, 'problem')).toEqual([
      [
        ABOUT,
        'No flow log of this account writes to /shared, and in its lines the fields srcAddr, dstAddr, srcPort, dstPort, protocol, packets, bytes are not discovered: as records of AWS’s default format they cannot be read.',
        expect.stringMatching(/^aws ec2 describe-flow-logs .*`flowLogs` of the source$/),
      ],
    ]);
  });

  it('of a log group that another account writes to is asked for what tells of its flow logs', async () => {
    const groups = [{ logGroupName: '/shared', logGroupClass: 'STANDARD' }];

    const checks = await looked({ groups }, 'logGroups: [/shared]');

    expect(of(checks, 'problem')).toEqual([]);
    expect(of(checks, 'warning')[0]?.[1]).toBe(
      'No flow log of this account writes to /shared; its lines are flow log records, read in AWS’s default format.',
    );
    expect(of(checks, 'warning')[0]?.[2]).toContain(
      'aws ec2 describe-flow-logs --region us-east-1 > flow-logs.json',
    );
  });

  it('of an Infrequent Access group is told what that costs', async () => {
    const groups = [{ logGroupName: '/vpc/flow', logGroupClass: 'INFREQUENT_ACCESS' }];

    expect(of(await looked({ groups }), 'warning').map(([, says]) => says)).toContain(
      '/vpc/flow is of the class INFREQUENT_ACCESS: it has no field indexes, and few of its queries run at once.',
    );
  });

  it('without field indexes is warned with the command that adds them to those that there are', async () => {
    const indexes = { Fields: ['requestId', 'srcAddr'], FieldsV2: { status: { type: 'FACET' } } };

    const checks = await looked({ indexes });

    expect(of(checks, 'warning').at(-1)).toEqual([
      ABOUT,
      '/vpc/flow has no field index on interfaceId, dstAddr: questions that go by them read every record of their time.',
      `aws logs put-index-policy --region us-east-1 --log-group-identifier /vpc/flow --policy-document '{"Fields":["requestId","srcAddr","interfaceId","dstAddr"],"FieldsV2":{"status":{"type":"FACET"}}}'`,
    ]);
  });

  it('of which an hour passes the budget is warned before anybody is asked', async () => {
    const checks = await looked({ hour: 80e9 });

    const [budget, newest] = of(checks, 'warning').slice(-2);
    expect(budget?.[1]).toMatch(
      /begins with scanning .* GB.*, and one question may scan 50 GB: whoever asks/,
    );
    expect(budget?.[2]).toContain('budgets: { question: { bytes: … } }');
    expect(newest?.[1]).toContain(
      'How old the newest record is was not found out: the query would scan 80 GB',
    );
    expect(aws.of('StartQuery').filter(({ queryString }) => String(queryString).includes('stats'))).toEqual(
      [],
    );
  });

  it('of an AWS whose clock is minutes away is looked at all the same, and the clock is a problem', async () => {
    cloudWatchLogs(aws, { behind: 400_000 });
    slack();

    const checks = await told(configuration(), TOKENS);

    expect(of(checks, 'problem')).toEqual([
      [
        'clock',
        expect.stringMatching(/^This clock and AWS’s are 4\d\d s apart\.$/),
        'timedatectl set-ntp true',
      ],
    ]);
    expect(of(checks, 'ok').at(-1)?.[1]).toBe('The newest record is 5 min old.');
  });

  it('of an AWS whose clock is a minute away is warned of it', async () => {
    cloudWatchLogs(aws, { behind: 60_000 });

    const clocks = (await told(configuration())).filter(({ about }) => about === 'clock');

    expect(clocks.map(({ standing, todo }) => [standing, todo])).toEqual([
      ['warning', 'timedatectl set-ntp true'],
    ]);
  });

  it('that AWS does not let in is asked nothing else', async () => {
    aws.reply('GetCallerIdentity', {
      ...{ status: 403 },
      body: '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Code>InvalidClientTokenId</Code><Message>The security token included in the request is invalid.</Message></Error></ErrorResponse>',
    });

    const checks = await toldOf('production', configuration());

    expect(checks.map(({ standing }) => standing)).toEqual(['problem']);
    expect(checks[0]?.says).toContain('The security token included in the request is invalid');
  });

  it('that is throttled says that it cannot be told, and not that it is not allowed', async () => {
    aws.reply('DescribeQueries', logsError('ThrottlingException', 'Rate exceeded'));

    const checks = await looked();

    expect(of(checks, 'warning').map(([, says]) => says)).toContain(
      'Whether logs:DescribeQueries is allowed cannot be told: Rate exceeded.',
    );
  });
});

describe('AWS that does not answer', () => {
  const aws = mockAws();
  withCredentials();

  it('is a line, and what comes after it is looked at', async () => {
    cloudWatchLogs(aws);
    const over = new AbortController();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    aws.reply('DescribeLogGroups', async () => {
      over.abort(new Error('late'));
      await held;
      return ok({ logGroups: [] });
    });

    let waits = 0;
    const checks = await toldOf('production', configuration(), {
      // The store, Slack, STS, EC2 and the flow logs come before it.
      timeout: () => (++waits === 6 ? over.signal : new AbortController().signal),
    });
    release();

    expect(of(checks, 'problem')).toEqual([
      [ABOUT, 'CloudWatch Logs did not answer within 60 s.', expect.stringContaining('AWS_ENDPOINT_URL')],
    ]);
    expect(of(checks, 'ok').at(-1)?.[1]).toBe('The newest record is 5 min old.');
  });
});
