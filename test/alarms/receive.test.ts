import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { Alarm } from '../../src/alarms/alarm.ts';
import { createReceive } from '../../src/alarms/receive.ts';
import { createSignatures } from '../../src/alarms/signature.ts';
import { CERTIFICATE, CERTIFICATE_URL, CONFIRM_URL, snsMessage, TOPIC } from '../kit/sns.ts';

const NOW = Date.now();

function endpoint(pages: Readonly<Record<string, string>> = { [CERTIFICATE_URL]: CERTIFICATE }) {
  const fetched: string[] = [];
  const taken: [string, Alarm][] = [];
  async function fetchText(url: string): Promise<string> {
    fetched.push(url);
    const page = pages[url];
    if (page === undefined) throw new TypeError(`nothing is at ${url}`);
    return page;
  }
  const receive = createReceive({
    settings: { topics: [TOPIC] },
    signatures: createSignatures(fetchText, () => NOW),
    fetchText,
    take: async (id, alarm) => void taken.push([id, alarm]),
    now: () => NOW,
    log: pino({ level: 'silent' }),
  });
  return { receive: (message: object) => receive(JSON.stringify(message)), raw: receive, fetched, taken };
}

describe('the endpoint for SNS', () => {
  it.each(['1', '2'] as const)('takes a message with a signature of version %s', async (version) => {
    const { receive, taken } = endpoint();

    expect(await receive(snsMessage({ Subject: 'down' }, NOW, version))).toBe(200);
    expect(taken).toHaveLength(1);
    expect(taken[0]?.[1]).toMatchObject({ kind: 'other', title: 'down' });
  });

  it('fetches a certificate once', async () => {
    const { receive, fetched } = endpoint();

    await receive(snsMessage({}, NOW));
    await receive(snsMessage({}, NOW));

    expect(fetched).toEqual([CERTIFICATE_URL]);
  });

  it.each([
    ['another text', { Message: 'all is well' }],
    ['another subject', { Subject: 'nothing' }],
    ['another signature', { Signature: 'AAAA' }],
  ])('refuses a message with %s than was signed', async (_, changes) => {
    const { receive, taken } = endpoint();

    expect(await receive({ ...snsMessage({}, NOW), ...changes })).toBe(403);
    expect(taken).toEqual([]);
  });

  it.each([
    ['a topic that is not allowed', { TopicArn: 'arn:aws:sns:eu-west-1:111122223333:others' }],
    ['a certificate of another host', { SigningCertURL: CERTIFICATE_URL.replace('sns.eu', 'evil.eu') }],
    [
      'a certificate in a bucket called sns',
      { SigningCertURL: CERTIFICATE_URL.replace('sns.eu-west-1', 'sns.s3-eu-west-1') },
    ],
    [
      'a certificate of another region',
      { SigningCertURL: CERTIFICATE_URL.replace('eu-west-1', 'us-east-1') },
    ],
    ['a certificate without TLS', { SigningCertURL: CERTIFICATE_URL.replace('https', 'http') }],
    ['a certificate with another path', { SigningCertURL: `${CERTIFICATE_URL}/x.pem` }],
    ['a certificate on another port', { SigningCertURL: CERTIFICATE_URL.replace('.com/', '.com:8443/') }],
    ['a certificate behind a password', { SigningCertURL: CERTIFICATE_URL.replace('//', '//a:b@') }],
  ])('asks for nothing where a message has %s', async (_, changes) => {
    const { receive, fetched, taken } = endpoint();

    expect(await receive({ ...snsMessage({}, NOW), ...changes })).toBe(403);
    expect([fetched, taken]).toEqual([[], []]);
  });

  it('refuses a message that was signed hours ago', async () => {
    const { receive } = endpoint();

    expect(await receive(snsMessage({}, NOW - 2 * 3_600_000))).toBe(403);
  });

  it('confirms the subscription to a topic that is allowed', async () => {
    const { receive, fetched } = endpoint({ [CERTIFICATE_URL]: CERTIFICATE, [CONFIRM_URL]: '<xml/>' });
    const wanted = { Type: 'SubscriptionConfirmation', Token: '2336412f37fb', SubscribeURL: CONFIRM_URL };

    expect(await receive(snsMessage(wanted, NOW))).toBe(200);
    expect(fetched).toEqual([CERTIFICATE_URL, CONFIRM_URL]);
  });

  it.each([
    ['another host', CONFIRM_URL.replace('sns.', 'evil.')],
    ['another topic', CONFIRM_URL.replace(':alarms', ':others')],
    ['another deed', CONFIRM_URL.replace('ConfirmSubscription', 'DeleteTopic')],
  ])('confirms nothing at an address of %s', async (_, url) => {
    const { receive, fetched } = endpoint();
    const wanted = { Type: 'SubscriptionConfirmation', Token: '2336412f37fb', SubscribeURL: url };

    expect(await receive(snsMessage(wanted, NOW))).toBe(403);
    expect(fetched).toEqual([]);
  });

  it('lets SNS try again where the certificate cannot be fetched', async () => {
    const { receive } = endpoint({});

    expect(await receive(snsMessage({}, NOW))).toBe(500);
  });

  it.each(['', '{', '[]', '{"Type":"Notification"}', 'null'])(
    'refuses what is no message: %s',
    async (body) => {
      expect(await endpoint().raw(body)).toBe(400);
    },
  );
});
