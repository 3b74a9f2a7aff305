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
  const lines: string[] = [];
  const clock = { now: NOW };
  async function fetchText(url: string): Promise<string> {
    fetched.push(url);
    const page = pages[url];
    if (page === undefined) throw new TypeError(`nothing is at ${url}`);
    return page;
  }
  const receive = createReceive({
    settings: { topics: [TOPIC] },
    signatures: createSignatures(fetchText, () => clock.now),
    fetchText,
    take: async (id, alarm) => void taken.push([id, alarm]),
    now: () => clock.now,
    log: pino({}, { write: (line) => void lines.push(line) }),
  });
  return {
    receive: (message: object) => receive(JSON.stringify(message)),
    ...{ raw: receive, fetched, taken, lines, clock },
  };
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

  it('tells that the subscription was ended, since nothing comes any more after that', async () => {
    const { receive, taken, fetched } = endpoint();
    const ended = { Type: 'UnsubscribeConfirmation', Token: 'abc', SubscribeURL: CONFIRM_URL };

    expect(await receive(snsMessage(ended, NOW))).toBe(200);

    expect(taken[0]?.[1]).toMatchObject({
      ...{ kind: 'other', state: 'firing', ours: null, account: '111122223333', region: 'eu-west-1' },
      title: 'The subscription to the topic alarms was ended',
      reason: expect.stringContaining('no alarm of it comes here any more'),
    });
    expect(fetched).not.toContain(CONFIRM_URL);
  });

  it('lets SNS try again where the certificate cannot be fetched', async () => {
    const { receive } = endpoint({});

    expect(await receive(snsMessage({}, NOW))).toBe(500);
  });

  it('refuses a message whose time has no end', async () => {
    const { receive } = endpoint();
    const Timestamp = new Date(NOW).toISOString().replace('Z', `${'0'.repeat(100)}Z`);

    expect(await receive(snsMessage({ Timestamp }, NOW))).toBe(400);
  });

  it.each(['', '{', '[]', '{"Type":"Notification"}', 'null'])(
    'refuses what is no message: %s',
    async (body) => {
      expect(await endpoint().raw(body)).toBe(400);
    },
  );
});

describe('the log of what anybody posts', () => {
  it.each([
    ['was signed hours ago', {}, NOW - 2 * 3_600_000],
    ['is not signed', { Signature: 'AAAA' }, NOW],
    ['names a certificate that is not there', { SigningCertURL: CERTIFICATE_URL.replace('0', 'f') }, NOW],
  ])('has a few lines a minute where much %s, and a count of the others', async (_, changes, at) => {
    const { receive, lines, clock } = endpoint();
    const forged = { ...snsMessage({}, at), ...changes };

    for (let count = 0; count < 1000; count += 1) await receive(forged);
    expect(lines).toHaveLength(20);

    clock.now += 60_000;
    await receive(forged);
    await receive(forged);
    expect(lines.slice(20).map((line) => JSON.parse(line).untold)).toEqual([980, 0]);
  });

  it('has what became of each message that was signed', async () => {
    const { receive, lines } = endpoint();
    const forged = { ...snsMessage({}, NOW), SigningCertURL: CERTIFICATE_URL.replace('0', 'f') };
    for (let count = 0; count < 1000; count += 1) await receive(forged);
    const wanted = { Type: 'SubscriptionConfirmation', Token: '2336412f37fb', SubscribeURL: CONFIRM_URL };

    expect(await receive(snsMessage(wanted, NOW))).toBe(500);
    expect(lines.at(-1)).toContain('a message of SNS was not taken; SNS tries again');
  });
});
