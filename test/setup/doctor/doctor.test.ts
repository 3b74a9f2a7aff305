import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import nock from 'nock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SCOPES } from '../../../src/setup/doctor/scopes.ts';
import { openStore } from '../../../src/store/store.ts';
import { folder, NOW, of, told, toldOf } from '../../kit/doctor.ts';
import { ALL_SCOPES, SIGNED_IN, slack, TOKENS } from '../../kit/doctor-slack.ts';

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

    expect(of(checks, 'problem')[0]?.[0]).toBe('store');
    expect(JSON.stringify(checks)).toContain('DATABASE_URL');
    expect(JSON.stringify(checks)).not.toContain('hunter2');
  });
});

describe('a machine without Slack tokens', () => {
  const refused = (found: string) => [
    'Slack',
    `npm start does not start: SLACK_BOT_TOKEN in the environment is not set, and ${found}; set it and SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET and PORT) to answer in Slack, ask in the terminal with \`flows\`, or see the demo with \`flows demo\`.`,
    'Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN in the environment; docs/setting-up.md says where they come from.',
  ];

  it('that has a source is told that the bot does not start, as the bot says it', async () => {
    const checks = await told(`sources: [{ name: disk, kind: files, paths: [${await folder()}] }]`);

    expect(of(checks, 'problem')).toContainEqual(refused('sources are configured'));
  });

  it.each([
    { PORT: '3000' },
    { METRICS_PORT: '9464' },
    { DATABASE_URL: 'postgres://flows:flows@127.0.0.1:1/flows' },
  ])('that has something only a service has is told so: %j', async (env) => {
    const [name] = Object.keys(env);

    expect(of(await told('', env), 'problem')).toContainEqual(refused(`${name} is set`));
  });
});

describe('Slack', () => {
  it('that lets the bot in, with every scope, is well, and so is the clock', async () => {
    slack(SIGNED_IN, ALL_SCOPES);

    const checks = (await told('', TOKENS)).filter(({ about }) => ['Slack', 'clock'].includes(about));

    expect(checks.map(({ standing }) => standing)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(checks[0]?.says).toBe('Signed in to Acme as flows.');
    expect(checks.map(({ says }) => says)).toContain(
      'It listens to /flows, which is the command that the app’s manifest must name.',
    );
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

  it.each([
    [429, { ok: false, error: 'ratelimited' }, 'it is asked too often (rate limited for 30 s)', '30 seconds'],
    [503, 'busy', 'it failed itself: HTTP status 503', 'a minute'],
    [200, { ok: false, error: 'internal_error' }, 'it failed itself: internal_error', 'a minute'],
  ])('that answers %i %j is told by its answer, and to be asked again', async (status, body, said, wait) => {
    for (const method of ['auth.test', 'apps.connections.open'])
      nock('https://slack.com').post(`/api/${method}`).reply(status, body, { 'retry-after': '30' });
    onTestFinished(() => nock.cleanAll());

    const found = of(await told('', TOKENS), 'problem');

    const line = ['Slack', `Slack answered that ${said}.`, expect.stringContaining(`again in ${wait}`)];
    expect(found).toEqual([line, line]);
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
    const checks = await toldOf(
      'disk',
      `sources: [{ name: disk, kind: files, paths: [${join(await folder(), 'none.log')}] }]`,
    );

    expect(of(checks, 'problem')[0]?.[0]).toBe('source disk');
  });
});
