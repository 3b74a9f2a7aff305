import { describe, expect, it } from 'vitest';
import { noDemo } from '../src/no-workspace.ts';

const NOTHING = { sources: [], alerts: { channel: null } };

describe('a process that is given no Slack token', () => {
  it.each([{}, { PORT: '' }, { FLOWS_STORE: '/data/flows.db', LOG_LEVEL: 'debug' }])(
    'is the demo where nothing says that it is to serve people: %j',
    (env) => {
      expect(noDemo(NOTHING, env)).toBeNull();
    },
  );

  it.each([
    [{ PORT: '3000' }, 'PORT is set'],
    [
      { METRICS_PORT: '9464', DATABASE_URL: 'postgres://db/flows' },
      'METRICS_PORT is set, DATABASE_URL is set',
    ],
  ])('is a mistake where the environment says so, and is told what is missing: %j', (env, found) => {
    expect(noDemo(NOTHING, env)).toBe(
      `SLACK_BOT_TOKEN in the environment is not set, and ${found}; set it and SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET and PORT) to answer in Slack, ask in the terminal with \`flows\`, or see the demo with \`flows demo\`.`,
    );
  });

  it('is a mistake where the configuration says so', () => {
    expect(noDemo({ ...NOTHING, sources: ['core'] }, {})).toContain('sources are configured');
    expect(noDemo({ ...NOTHING, alerts: { channel: 'C012ABC' } }, {})).toContain(
      'a channel for alerts is configured',
    );
  });
});
