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

  it.each([
    ['that stands after a user with an @', 'postgres://flows@corp:S3cretPassw0rd@db/flows', 'S3cretPassw0rd'],
    ['before parameters with an @', 'postgres://flows:S3cretPassw0rd@db/flows?options=a@b', 'S3cretPassw0rd'],
    ['as it is once it is decoded', 'postgres://flows:S3cret%40Passw0rd@db/flows', 'S3cret@Passw0rd'],
    ['among the parameters', 'postgres://db/flows?user=flows&password=S3cretPassw0rd&a=b', 'S3cretPassw0rd'],
    ['among them, once it is decoded', 'postgres://db/flows?password=S3cret%2FPassw0rd', 'S3cret/Passw0rd'],
    ['of a key among them', 'postgres://db/flows?sslpassword=S3cretPassw0rd#x', 'S3cretPassw0rd'],
    ['that cannot be decoded', 'postgres://flows:S3cret%Passw0rd@db/flows', 'S3cret%Passw0rd'],
  ])('holds no password of an address %s', (_, address, password) => {
    for (const name of ['DATABASE_URL', 'HTTPS_PROXY'])
      expect(hidingSecrets({ [name]: address })(`password ${password} is wrong`)).toBe('password … is wrong');
  });

  it.each(['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'])(
    'holds no header of %s, neither as it is written nor as it is sent',
    (name) => {
      const hideHeaders = hidingSecrets({
        [name]: 'x-team=net, api-key = S3cret=Key,Authorization=Basic%20S3cret',
      });

      expect(hideHeaders('sent api-key: S3cret=Key and authorization: Basic S3cret')).toBe(
        'sent api-key: … and authorization: …',
      );
      expect(hideHeaders('sent Basic%20S3cret of x-team net')).toBe('sent … of x-team net');
    },
  );

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
