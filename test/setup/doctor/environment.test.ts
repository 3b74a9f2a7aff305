import { describe, expect, it } from 'vitest';
import { folder, of, told } from '../../kit/doctor.ts';
import { TOKENS } from '../../kit/doctor-slack.ts';

describe('an environment in which a setting is wrong', () => {
  it.each([
    [{ ...TOKENS, SLACK_BOT_TOKEN: 'xoxp-1' }, 'SLACK_BOT_TOKEN', /xoxb-….*OAuth & Permissions/],
    [{ ...TOKENS, SLACK_APP_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN', /connections:write.*App-Level Tokens/],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN', /connections:write.*App-Level Tokens/],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN', /xoxb-….*OAuth & Permissions/],
    [
      { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'abc', PORT: '3000' },
      'SLACK_SIGNING_SECRET',
      /Basic Information → App Credentials/,
    ],
    [{ DATABASE_URL: 'mysql://db/flows' }, 'DATABASE_URL', /postgres:\/\/user:password@host:5432\/database/],
    [{ PORT: 'web' }, 'PORT', /^export PORT=3000/],
    [{ METRICS_PORT: 'web' }, 'METRICS_PORT', /^Correct METRICS_PORT/],
  ])('is told what mends that setting: %j', async (env, name, todo) => {
    const found = of(await told('', env), 'problem').filter(([about]) => about === 'configuration');

    expect(found).toEqual([
      [
        'configuration',
        expect.stringMatching(new RegExp(`^${name} in the environment is `)),
        expect.stringMatching(todo),
      ],
    ]);
  });

  it('is looked at further without it: the store and the sources, and Slack is not said to be unset', async () => {
    const checks = await told(`sources: [{ name: disk, kind: files, paths: [${await folder()}/none.log] }]`, {
      SLACK_BOT_TOKEN: 'xoxb-1',
    });

    expect(checks.map(({ about }) => about)).toEqual([
      'configuration',
      'configuration',
      'store',
      'source disk',
    ]);
  });

  it('is told all that is wrong, also what is seen only when the rest is right', async () => {
    const checks = await told('', { SLACK_BOT_TOKEN: 'xoxb-1', DATABASE_URL: 'mysql://db/flows' });

    expect(of(checks, 'problem').map(([, says]) => String(says).split(' ')[0])).toEqual([
      'DATABASE_URL',
      'SLACK_APP_TOKEN',
    ]);
    expect(checks.map(({ about }) => about)).not.toContain('store');
  });

  it('and in the file something too, is told both, and nothing else is looked at', async () => {
    const checks = await told('logLevl: info', { DATABASE_URL: 'mysql://db/flows' });

    expect(checks.map(({ about, todo }) => [about, todo])).toEqual([
      ['configuration', expect.stringContaining('DATABASE_URL')],
      ['configuration', 'Correct it; flows.config.example.yaml has every setting.'],
    ]);
  });
});
