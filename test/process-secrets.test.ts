import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hidingOutput, hidingSecrets } from '../src/process-secrets.ts';

const PASSWORD = 'correct-horse"staple';
const ENV = {
  SLACK_BOT_TOKEN: 'xoxb-1-topsecret',
  DATABASE_URL: `postgres://flows:${PASSWORD}@db.internal/flows`,
  AWS_SESSION_TOKEN: 'FwoGZXIvYXdzEBY+topsecret/==',
  PGPASSWORD: 'short',
  HOME: '/home/flows',
};

describe('what a process says', () => {
  const hide = hidingSecrets(ENV);

  it('holds no secret of its environment, wherever a library has put it', () => {
    expect(hide(`connect to ${ENV.DATABASE_URL} as xoxb-1-topsecret`)).toBe('connect to … as …');
    expect(hide(`password ${PASSWORD} is wrong`)).toBe('password … is wrong');
    expect(hide(JSON.stringify({ because: PASSWORD }))).toBe('{"because":"…"}');
  });

  it('holds no password of an address, whatever the variable is called', () => {
    const hideProxy = hidingSecrets({ HTTPS_PROXY: 'http://flows:behind-the-proxy@proxy.internal:3128' });

    expect(hideProxy('407 of http://flows:behind-the-proxy@proxy.internal:3128')).toBe(
      '407 of http://flows:…@proxy.internal:3128',
    );
  });

  it('is as it was where there is none, or one so short that it stands there by chance', () => {
    expect(hide('a short path below /home/flows')).toBe('a short path below /home/flows');
  });

  it('is still JSON, whatever the secret and the text are', () => {
    const texts = fc.string({ minLength: 8 });
    fc.assert(
      fc.property(texts, fc.string(), (secret, text) => {
        const line = hidingSecrets({ SLACK_APP_TOKEN: secret })(
          JSON.stringify({ msg: text + secret + text }),
        );
        expect(() => JSON.parse(line)).not.toThrow();
        expect(line).not.toContain(JSON.stringify(secret).slice(1, -1));
      }),
    );
  });

  it('is hidden as it is written, on the same stream', () => {
    const written: string[] = [];
    const stream = hidingOutput({ isTTY: true, write: (text: string) => written.push(text) }, hide);

    stream.write('xoxb-1-topsecret\n');

    expect(stream.isTTY).toBe(true);
    expect(written).toEqual(['…\n']);
  });
});
