import { describe, expect, it } from 'vitest';
import { calledOverHttp } from '../../../src/slack/connection/choose-transport.ts';

const SETTINGS = {
  ...{ botToken: 'xoxb-1', appToken: null, signingSecret: null, port: null, apiUrl: null },
  ...{ command: '/flows', form: 'auto' as const },
};

describe('Slack', () => {
  it('calls the bot over HTTP where there is a secret to sign with and a port to call', () => {
    const over = { signingSecret: 'abc', port: 3000 };

    expect(calledOverHttp({ ...SETTINGS, ...over })).toEqual(over);
    expect(calledOverHttp({ ...SETTINGS, signingSecret: 'abc' })).toBeNull();
    expect(calledOverHttp({ ...SETTINGS, port: 3000 })).toBeNull();
  });

  it('does not where there is an app-level token: a port is for health then, and all secrets may be set', () => {
    expect(calledOverHttp({ ...SETTINGS, appToken: 'xapp-1', signingSecret: 'abc', port: 3000 })).toBeNull();
  });
});
