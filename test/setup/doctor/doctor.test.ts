import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import nock from 'nock';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Environment, loadConfig } from '../../../src/config.ts';
import type { Check } from '../../../src/setup/doctor/check.ts';
import { examine } from '../../../src/setup/doctor/doctor.ts';
import { OPTIONAL_SCOPES, SCOPES } from '../../../src/setup/doctor/scopes.ts';
import { networkStatements } from '../../../src/setup/iam-policy/network.ts';
import { openSources } from '../../../src/sources.ts';
import { openStore } from '../../../src/store/store.ts';
import { ec2Error, mockAws, ok } from '../../kit/aws-mock.ts';
import { fieldsReply, flowLogsReply, resultsReply } from '../../kit/insights-source.ts';

const NOW = Date.parse('2026-11-23T14:00:00Z');
const TOKENS = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'flows-doctor-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

/** What it says of a machine. @param yaml the configuration */
async function told(yaml: string, env: Environment = {}): Promise<readonly Check[]> {
  const readText = async () => yaml;
  const whole = { FLOWS_STORE: join(await folder(), 'flows.db'), ...env };
  const checks: Check[] = [];
  const looked = examine({
    load: () => loadConfig({ env: whole, readText }),
    open: () =>
      openSources({}, { env: whole, readText, now: () => NOW / 1000, monotonic: () => performance.now() }),
    now: () => NOW,
    signal: new AbortController().signal,
  });
  for await (const check of looked) checks.push(check);
  return checks;
}

function of(checks: readonly Check[], standing: Check['standing']) {
  return checks
    .filter((one) => one.standing === standing)
    .map(({ about, says, todo }) => [about, says, todo]);
}

/** Slack, as it answers a bot token and an app-level token. */
function slack(
  bot: object,
  scopes: readonly string[],
  socket: object = { ok: true, url: 'wss://slack' },
  date = NOW,
) {
  nock('https://slack.com')
    .post('/api/auth.test')
    .reply(200, bot, { 'x-oauth-scopes': scopes.join(','), date: new Date(date).toUTCString() });
  nock('https://slack.com').post('/api/apps.connections.open').reply(200, socket);
  onTestFinished(() => nock.cleanAll());
}

const SIGNED_IN = { ok: true, team: 'Acme', user: 'flows' };
const ALL_SCOPES = [...SCOPES, ...OPTIONAL_SCOPES];

describe('an empty machine', () => {
  it('has the demo, a store that can be made, and nobody in Slack', async () => {
    const checks = await told('');

    expect(of(checks, 'problem')).toEqual([]);
    expect(of(checks, 'warning').map(([about]) => about)).toEqual(['configuration', 'Slack']);
    expect(of(checks, 'ok')).toEqual([
      ['store', expect.stringContaining('is made at the first start'), null],
    ]);
  });
});

describe('a configuration', () => {
  it('that is wrong is told setting by setting, and nothing else is looked at', async () => {
    const checks = await told('sources: [{ name: a, kind: cloud }]\nlogLevl: info');

    expect(checks.map(({ about, standing }) => [about, standing])).toEqual([
      ['configuration', 'problem'],
      ['configuration', 'problem'],
    ]);
    expect(checks.map(({ says }) => says).join(' ')).toMatch(/cloud.*logLevl|logLevl.*cloud/s);
  });
});

describe('a store', () => {
  it('that is up to date is well', async () => {
    const path = join(await folder(), 'flows.db');
    await (await openStore({ url: null, path })).close();

    expect(await told('', { FLOWS_STORE: path })).toContainEqual({
      ...{ about: 'store', standing: 'ok', says: `${path} can be read, and is up to date.`, todo: null },
    });
  });

  it('of another version is told with what to do, and not changed', async () => {
    const path = join(await folder(), 'flows.db');
    const store = await openStore({ url: null, path });
    await sql`insert into kysely_migration (name, timestamp) values ('0099-later', '2026')`.execute(store.db);
    await store.close();

    expect(of(await told('', { FLOWS_STORE: path }), 'problem')).toEqual([
      [
        'store',
        `${path} was written by a newer version of flows (0099-later).`,
        'Run that version, or name another store.',
      ],
    ]);
  });

  it('whose folder is not there is a problem', async () => {
    const path = join(await folder(), 'missing', 'flows.db');

    expect(of(await told('', { FLOWS_STORE: path }), 'problem')[0]?.[2]).toContain('mkdir -p');
  });

  it('on a Postgres that cannot be reached is told without its password', async () => {
    const checks = await told('', { DATABASE_URL: 'postgres://flows:hunter2@127.0.0.1:1/flows' });

    expect(of(checks, 'problem')).toHaveLength(1);
    expect(JSON.stringify(checks)).toContain('DATABASE_URL');
    expect(JSON.stringify(checks)).not.toContain('hunter2');
  });
});

describe('Slack', () => {
  it('that lets the bot in, with every scope, is well, and so is the clock', async () => {
    slack(SIGNED_IN, ALL_SCOPES);

    const checks = (await told('', TOKENS)).filter(({ about }) => ['Slack', 'clock'].includes(about));

    expect(checks.map(({ standing }) => standing)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(checks[0]?.says).toBe('Signed in to Acme as flows.');
  });

  it('that does not know the tokens is told with where the right ones are, and no token is shown', async () => {
    const refused = { ok: false, error: 'invalid_auth' };
    slack(refused, [], refused);

    const checks = await told('', TOKENS);

    expect(of(checks, 'problem')).toEqual([
      [
        'Slack',
        'Slack does not take SLACK_BOT_TOKEN: invalid_auth.',
        expect.stringContaining('OAuth & Permissions'),
      ],
      ['Slack', 'No socket can be opened: invalid_auth.', expect.stringContaining('connections:write')],
    ]);
    expect(JSON.stringify(checks)).not.toContain('xoxb-1');
  });

  it('that granted less than the manifest asks for is told with each scope', async () => {
    slack(
      SIGNED_IN,
      SCOPES.filter((scope) => scope !== 'users:read'),
    );

    const checks = await told('', TOKENS);

    expect(of(checks, 'problem').map(([, says]) => says)).toEqual(['The bot token lacks users:read.']);
    expect(of(checks, 'warning').map(([, says]) => says)).toContainEqual(
      expect.stringContaining('canvases:write, channels:history'),
    );
  });

  it('whose clock is minutes away is a problem: it takes no request that is so old', async () => {
    slack(SIGNED_IN, ALL_SCOPES, undefined, NOW - 400_000);

    expect(of(await told('', TOKENS), 'problem')).toEqual([
      ['clock', 'This clock and Slack’s are 400 s apart.', 'timedatectl set-ntp true'],
    ]);
  });
});

describe('a source of files', () => {
  it('tells how old its newest record is', async () => {
    const place = await folder();
    const end = NOW / 1000 - 600;
    await writeFile(
      join(place, 'a.log'),
      `2 123456789010 eni-0a 10.0.1.5 10.0.2.9 40000 443 6 3 180 ${end - 60} ${end} ACCEPT OK\n`,
    );

    expect(await told(`sources: [{ name: disk, kind: files, paths: [${place}] }]`)).toContainEqual({
      ...{ about: 'source disk', standing: 'ok', says: 'The newest record is 10 min old.', todo: null },
    });
  });

  it('without a record is a problem', async () => {
    const checks = await told(
      `sources: [{ name: disk, kind: files, paths: [${join(await folder(), 'none.log')}] }]`,
    );

    expect(of(checks, 'problem')[0]?.[0]).toBe('source disk');
  });
});

describe('a source of CloudWatch Logs', () => {
  const aws = mockAws();
  const YAML = 'sources: [{ name: production, kind: insights, region: us-east-1, logGroups: [/vpc/flow] }]';
  const IDENTITY = ok(
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::111122223333:assumed-role/flows/x</Arn><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
  );
  const ALLOWED = ec2Error('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
  const DENIED = ec2Error('UnauthorizedOperation', 'You are not authorized to perform this operation.');

  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
    return () => vi.unstubAllEnvs();
  });

  /** Answers what is asked of EC2. @param denied names of operations. @param flowLogs what DescribeFlowLogs says */
  function ec2(denied: readonly string[], flowLogs = flowLogsReply()): void {
    for (const action of networkStatements({}).flatMap(({ Action }) => Action)) {
      const operation = action.replace('ec2:', '');
      const dry = denied.includes(operation) ? DENIED : ALLOWED;
      aws.always(operation, (body) => (body['DryRun'] === 'true' ? dry : flowLogs));
    }
  }

  /** A query finds that the newest record ended so many seconds ago. */
  function newest(seconds: number): void {
    const end = NOW / 1000 - seconds;
    aws.maybe('GetLogGroupFields', fieldsReply());
    aws.maybe('DescribeQueries', ok({ queries: [] }));
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.reply(
      'GetQueryResults',
      resultsReply('Complete', [{ mFirst: String(end - 60), mLast: String(end), m2: '7' }]),
    );
  }

  it('that is all right is told as whom it is asked, what is allowed, and how old its newest record is', async () => {
    aws.reply('GetCallerIdentity', IDENTITY);
    ec2([]);
    newest(300);

    const checks = (await told(YAML)).filter(({ about }) => about === 'source production');

    expect(of(checks, 'problem')).toEqual([]);
    expect(of(checks, 'ok').map(([, says]) => says)).toEqual([
      'AWS is asked as arn:aws:sts::111122223333:assumed-role/flows/x.',
      'Reading the network is allowed: 18 permissions.',
      '1 flow log delivers to it.',
      'The newest record is 5 min old.',
    ]);
  });

  it('for which a permission is missing is told which, and the command that prints what to allow', async () => {
    aws.reply('GetCallerIdentity', IDENTITY);
    ec2(['DescribeNetworkAcls', 'DescribeRouteTables']);
    newest(300);

    expect(of(await told(YAML), 'problem')).toEqual([
      [
        'source production',
        'Not allowed: ec2:DescribeNetworkAcls, ec2:DescribeRouteTables; rules cannot be named without.',
        'flows iam-policy production',
      ],
    ]);
  });

  it('whose flow log has another format is told what it lacks', async () => {
    aws.reply('GetCallerIdentity', IDENTITY);
    const format = 'version srcaddr dstaddr start end action';
    ec2([], flowLogsReply([{ format, interval: 600 }, { format }, { format }, { format }]));
    newest(300);

    const said = of(await told(YAML), 'warning').map(([, says]) => says);

    expect(said).toContain(
      'Without the fields tcp-flags, pkt-srcaddr, pkt-dstaddr, flow-direction, less is told apart: fl-0 (vpc-1), fl-1 (vpc-1), fl-2 (vpc-1) and 1 more.',
    );
    expect(said).toContain('Aggregates over 600 s, so records come later: fl-0 (vpc-1).');
  });

  it('that AWS does not let in is asked nothing else', async () => {
    aws.reply('GetCallerIdentity', {
      ...{ status: 403 },
      body: '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Code>InvalidClientTokenId</Code><Message>The security token included in the request is invalid.</Message></Error></ErrorResponse>',
    });

    const checks = (await told(YAML)).filter(({ about }) => about === 'source production');

    expect(checks.map(({ standing }) => standing)).toEqual(['problem']);
    expect(checks[0]?.says).toContain('The security token included in the request is invalid');
  });
});
