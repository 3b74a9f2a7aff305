import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ALERT_DEFAULTS } from '../src/alerts/settings.ts';
import { type Config, ConfigError, type Environment, loadConfig } from '../src/config.ts';

const BOT = 'xoxb-1111-2222-abcdef';
const APP = 'xapp-1-A111-2222-abcdef';
const SECRET = '0123456789abcdef0123456789abcdef';

function load(
  env: Environment,
  files: Readonly<Record<string, string>> = {},
  path?: string,
): Promise<Config> {
  const readText = async (name: string) => {
    const text = files[name];
    if (text === undefined) throw Object.assign(new Error(`no such file ${name}`), { code: 'ENOENT' });
    return text;
  };
  return loadConfig({ env, readText, ...(path === undefined ? {} : { path }) });
}

async function issuesOf(env: Environment, yaml?: string): Promise<readonly string[]> {
  const error: unknown = await load(env, yaml === undefined ? {} : { 'flows.config.yaml': yaml }).catch(
    (reason: unknown) => reason,
  );
  if (error instanceof ConfigError) return error.issues;
  throw new TypeError(`no ConfigError: ${JSON.stringify(error)}`);
}

describe('the configuration', () => {
  it('is the demo network without a workspace where nothing is set', async () => {
    expect(await load({})).toEqual({
      slack: null,
      sources: [],
      store: { url: null, path: 'flows.db', keepDays: { questions: 90, audit: 400, work: 14, alerts: 90 } },
      budgets: { question: { bytes: 50e9 }, personPerDay: { bytes: 500e9 }, perDay: { bytes: 5e12 } },
      access: { rules: [], externalChannels: [], guests: [], auditors: [] },
      alerts: ALERT_DEFAULTS,
      alarms: { topics: [], channel: null, perHour: 30 },
      detection: { inside: [], parameters: {}, feeds: [] },
      drainSeconds: 20,
      logLevel: 'info',
      metricsPort: null,
      traced: false,
    });
  });

  it('takes the environment for secrets and switches', async () => {
    const config = await load({ SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP, LOG_LEVEL: 'debug' });

    expect(config).toMatchObject({
      slack: {
        botToken: BOT,
        appToken: APP,
        signingSecret: null,
        port: null,
        apiUrl: null,
        command: '/flows',
        form: 'auto',
      },
      logLevel: 'debug',
    });
  });

  it('takes another name of the slash command, as Slack takes one', async () => {
    const env = { SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP };
    const named = await load(env, { 'flows.config.yaml': 'slack: { command: /netflow }' });

    expect(named.slack?.command).toBe('/netflow');
    expect(await issuesOf(env, 'slack: { command: Net Flow }')).toEqual([
      'slack.command in flows.config.yaml is "Net Flow"; it must be a slash, and then 1 to 31 lower-case letters, digits, dashes and underscores: /flows.',
    ]);
  });

  it('remembers in the file of FLOWS_STORE, or in the Postgres of DATABASE_URL', async () => {
    const url = 'postgres://flows:secret@db/flows';

    expect((await load({ FLOWS_STORE: '/data/flows.db' })).store).toMatchObject({
      url: null,
      path: '/data/flows.db',
    });
    expect((await load({ DATABASE_URL: url })).store).toMatchObject({ url });
    expect((await issuesOf({ DATABASE_URL: 'mysql://flows:secret@db/flows' })).join()).not.toContain(
      'secret',
    );
  });

  it('is traced where the environment names a collector, and not where OpenTelemetry is switched off', async () => {
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };
    const traces = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces' };

    expect((await load(endpoint)).traced).toBe(true);
    expect((await load(traces)).traced).toBe(true);
    expect((await load({ ...endpoint, OTEL_SDK_DISABLED: 'true' })).traced).toBe(false);
  });

  it('takes a signing secret and a port for HTTP', async () => {
    const env = { SLACK_BOT_TOKEN: BOT, SLACK_SIGNING_SECRET: SECRET, PORT: '3000' };

    expect((await load(env)).slack).toMatchObject({ appToken: null, signingSecret: SECRET, port: 3000 });
  });

  it('takes amounts as people write them, and a budget in dollars', async () => {
    const files = {
      'flows.config.yaml': 'budgets: {question: {bytes: 1.5 TB, dollars: 2}, perDay: {bytes: 2000}}',
    };

    expect((await load({}, files)).budgets).toEqual({
      question: { bytes: 1.5e12, dollars: 2 },
      personPerDay: { bytes: 500e9 },
      perDay: { bytes: 2000 },
    });
  });

  it('says what an amount and an account may look like', async () => {
    const yaml = [
      'budgets: {question: {bytes: lots}, daily: {}}',
      'sources: [{name: a, kind: athena, database: flows, account: 111122223333, role: {arn: me}}]',
    ].join('\n');

    expect(await issuesOf({}, yaml)).toEqual([
      'sources[0].account in flows.config.yaml is 111122223333; it must be an account id in quotation marks: 12 digits.',
      'sources[0].role.arn in flows.config.yaml is "me"; it must be the ARN of a role: arn:aws:iam::<account>:role/<name>.',
      'budgets.question.bytes in flows.config.yaml is "lots"; it must be a number of bytes above 0, such as 50 GB.',
      'budgets.daily in flows.config.yaml is not a setting; allowed here: question, personPerDay, perDay.',
    ]);
  });

  it('takes how many days things are kept, each by itself', async () => {
    const store = { path: '/var/lib/flows.db', keepDays: { questions: 30 } };
    const files = { 'flows.config.yaml': `store: ${JSON.stringify(store)}` };

    expect((await load({}, files)).store).toEqual({
      url: null,
      path: '/var/lib/flows.db',
      keepDays: { questions: 30, audit: 400, work: 14, alerts: 90 },
    });
    expect(await issuesOf({}, 'store: {keepDays: {questions: 0, answers: 5}}')).toEqual([
      expect.stringMatching(/store\.keepDays\.questions.*1 or more/),
      expect.stringMatching(/answers.*questions, audit, work/),
    ]);
  });

  it('lets the environment come before the file', async () => {
    const files = { 'flows.config.yaml': 'logLevel: warn\nslack: {port: 4000, form: newer}' };

    const config = await load(
      { SLACK_BOT_TOKEN: BOT, SLACK_SIGNING_SECRET: SECRET, PORT: '3000', LOG_LEVEL: 'error' },
      files,
    );

    expect(config).toMatchObject({ slack: { port: 3000, form: 'newer' }, logLevel: 'error' });
  });

  it('counts an empty variable as not set', async () => {
    expect(await load({ SLACK_BOT_TOKEN: '', PORT: '', FLOWS_CONFIG: '' })).toMatchObject({ slack: null });
  });

  it('reads the file that FLOWS_CONFIG names, and a path that is handed in before that', async () => {
    const files = { 'a.yaml': 'drainSeconds: 1', 'b.yaml': 'drainSeconds: 2' };

    expect(await load({ FLOWS_CONFIG: 'a.yaml' }, files)).toMatchObject({ drainSeconds: 1 });
    expect(await load({ FLOWS_CONFIG: 'a.yaml' }, files, 'b.yaml')).toMatchObject({ drainSeconds: 2 });
  });

  it('has an example that is valid', async () => {
    const example = await readFile(new URL('../flows.config.example.yaml', import.meta.url), 'utf8');

    const { sources } = await load({}, { 'flows.config.yaml': example });

    expect(sources.map(({ name, kind }) => [name, kind])).toEqual([
      ['production', 'insights'],
      ['staging', 'files'],
    ]);
  });
});

describe('a wrong configuration', () => {
  it('names every key that is wrong, what was found and what is allowed, all at once', async () => {
    const yaml = [
      'sources:',
      '  - {name: a, kind: filez}',
      '  - {name: b c, kind: files, paths: []}',
      '  - {name: c, kind: insights, logGruops: [x]}',
      '  - {name: c, kind: files, paths: [x]}',
      'slack: {form: modern, port: 0, colour: red}',
      "drainSeconds: '20'",
      'sorces: []',
    ].join('\n');

    expect(await issuesOf({ LOG_LEVEL: 'loud', PORT: '99999' }, yaml)).toEqual([
      'PORT in the environment is "99999"; it must be a whole number from 1 to 65535.',
      'LOG_LEVEL in the environment is "loud"; it must be trace or debug or info or warn or error or fatal or silent.',
      'sources[0].kind in flows.config.yaml is "filez"; it must be one of files, insights, athena.',
      'sources[1].name in flows.config.yaml is "b c"; it must be a word of letters, digits, dots, dashes and underscores.',
      'sources[1].paths in flows.config.yaml is an empty list; it must be a list of at least one path.',
      'sources[2].logGruops in flows.config.yaml is not a setting; did you mean logGroups?',
      'slack.form in flows.config.yaml is "modern"; it must be auto or classic or newer.',
      'slack.port in flows.config.yaml is 0; it must be a whole number from 1 to 65535.',
      'slack.colour in flows.config.yaml is not a setting; allowed here: form, command, port, apiUrl.',
      'drainSeconds in flows.config.yaml is "20"; it must be a number.',
      'sorces in flows.config.yaml is not a setting; did you mean sources?',
    ]);
  });

  it('names sources that have the same name', async () => {
    const yaml = 'sources: [{name: a, kind: files, paths: [x]}, {name: a, kind: insights}]';

    expect(await issuesOf({}, yaml)).toEqual([
      'sources[1].name in flows.config.yaml is "a"; it must be a name that no other source has.',
    ]);
  });

  it('never shows a secret', async () => {
    const issues = await issuesOf({
      SLACK_BOT_TOKEN: APP,
      SLACK_APP_TOKEN: 'hunter2',
      SLACK_SIGNING_SECRET: 'xoxb-topsecret',
    });

    expect(issues).toEqual([
      'SLACK_BOT_TOKEN in the environment is xapp-…; it must be a bot token, which starts with xoxb-.',
      'SLACK_APP_TOKEN in the environment is a text of 7 characters; it must be an app-level token, which starts with xapp-.',
      "SLACK_SIGNING_SECRET in the environment is xoxb-…; it must be the app's signing secret: 32 hexadecimal digits.",
    ]);
  });

  it.each<[string, Environment, string]>([
    [
      'a bot token alone',
      { SLACK_BOT_TOKEN: BOT },
      'SLACK_APP_TOKEN in the environment is not set, and SLACK_BOT_TOKEN is xoxb-…; set the app-level token (xapp-…) for Socket Mode, or SLACK_SIGNING_SECRET and PORT for HTTP.',
    ],
    [
      'a signing secret without a port',
      { SLACK_BOT_TOKEN: BOT, SLACK_SIGNING_SECRET: SECRET },
      'PORT in the environment is not set, and SLACK_BOT_TOKEN is xoxb-… and SLACK_SIGNING_SECRET is set; set PORT (or slack.port) for HTTP, or SLACK_APP_TOKEN (xapp-…) for Socket Mode.',
    ],
    [
      'an app token alone',
      { SLACK_APP_TOKEN: APP },
      'SLACK_BOT_TOKEN in the environment is not set, and SLACK_APP_TOKEN is xapp-…; set the bot token (xoxb-…) too, or neither.',
    ],
  ])('says what is missing beside %s', async (_, env, issue) => {
    expect(await issuesOf(env)).toEqual([issue]);
  });

  it('names the line of YAML that cannot be read', async () => {
    expect((await issuesOf({}, 'sources:\n  - [unclosed'))[0]).toMatch(
      /^flows\.config\.yaml, line \d, is no valid YAML: /,
    );
  });

  it('is one whose file is named and missing', async () => {
    await expect(load({ FLOWS_CONFIG: 'gone.yaml' })).rejects.toThrow(
      'gone.yaml could not be read: no such file gone.yaml',
    );
  });

  it('is one that is no group of settings', async () => {
    expect(await issuesOf({}, '- a\n- b')).toEqual([
      'The whole in flows.config.yaml is a list; it must be a group of settings.',
    ]);
  });
});

describe('the access rules', () => {
  const SOURCES = 'sources: [{name: payments, kind: files, paths: [x], tags: {team: pay}}]';

  it('say who may ask what, where, with what budgets; what is left out is everybody, everywhere, the general budgets', async () => {
    const yaml = [
      SOURCES,
      'access:',
      '  rules:',
      '    - {name: everybody, sources: [payments]}',
      '    - name: payments team',
      '      users: [U012ABC]',
      '      groups: [S012ABC]',
      '      channels: [C012ABC]',
      '      sources: [team=pay, all]',
      '      budgets: {question: {bytes: 10 GB}}',
      '  externalChannels: [C1EX]',
      '  guests: [W1GUEST]',
      '  auditors: [U1AUDITS]',
    ].join('\n');

    expect((await load({}, { 'flows.config.yaml': yaml })).access).toEqual({
      rules: [
        { name: 'everybody', users: [], groups: [], channels: [], sources: ['payments'], budgets: {} },
        {
          name: 'payments team',
          users: ['U012ABC'],
          groups: ['S012ABC'],
          channels: ['C012ABC'],
          sources: ['team=pay', 'all'],
          budgets: { question: { bytes: 10e9 } },
        },
      ],
      externalChannels: ['C1EX'],
      guests: ['W1GUEST'],
      auditors: ['U1AUDITS'],
    });
  });

  it('that are wrong are named with what is allowed', async () => {
    const yaml = [
      'access:',
      '  rules:',
      '    - {name: a, sources: [], users: [alice], groups: ["@oncall"], channels: ["#ops"], who: all}',
      '    - {sources: [x], budgets: {question: {gigabytes: 1}, daily: {}}}',
      '  guest: []',
    ].join('\n');

    expect(await issuesOf({}, yaml)).toEqual([
      'access.rules[0].users[0] in flows.config.yaml is "alice"; it must be a Slack user id, such as U012ABC.',
      'access.rules[0].groups[0] in flows.config.yaml is "@oncall"; it must be the id of a Slack user group, such as S012ABC.',
      'access.rules[0].channels[0] in flows.config.yaml is "#ops"; it must be a Slack channel id, such as C012ABC.',
      'access.rules[0].sources in flows.config.yaml is an empty list; it must be a list of at least one source, or of `all`.',
      'access.rules[0].who in flows.config.yaml is not a setting; allowed here: name, users, groups, channels, sources, budgets.',
      'access.rules[1].name in flows.config.yaml is missing; it must be a text.',
      'access.rules[1].budgets.question.gigabytes in flows.config.yaml is not a setting; allowed here: bytes, dollars.',
      'access.rules[1].budgets.daily in flows.config.yaml is not a setting; allowed here: question, personPerDay, perDay.',
      'access.guest in flows.config.yaml is not a setting; did you mean guests?',
    ]);
  });

  it('name no source that there is not', async () => {
    const rules = 'access: {rules: [{name: a, sources: [payments, paymnts]}]}';

    expect(await issuesOf({}, `${SOURCES}\n${rules}`)).toEqual([
      'access.rules[0].sources[1] in flows.config.yaml is "paymnts"; it must be one of: payments; a tag: team=pay; or all.',
    ]);
    expect(await issuesOf({}, rules)).toContain(
      'access.rules[0].sources[0] in flows.config.yaml is "payments"; it must be all, since no source is configured.',
    );
  });
});
