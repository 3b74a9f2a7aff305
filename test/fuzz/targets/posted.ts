/** What is posted to the port, by whomever: bodies that are cut, sent in parts, over-long, wrongly encoded, of another kind than they say, signed or not. */
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import fc from 'fast-check';
import { expect, onTestFinished } from 'vitest';
import { meanText } from '../../kit/mean-text.ts';
import { startSlackApi } from '../../kit/slack-api.ts';
import { startBot } from '../../kit/slack-bot.ts';
import { snsMessage, TOPIC } from '../../kit/sns.ts';
import { type Json, mangled, mutated } from '../mutated.ts';
import { target } from '../target.ts';

const PERSON = { id: 'U0ASKER', team_id: 'T0TEST' };
const COMMAND = {
  ...{ command: '/flows', text: 'help', user_id: 'U0ASKER', channel_id: 'C0OPS', team_id: 'T0TEST' },
  ...{ trigger_id: '1.2', response_url: 'http://127.0.0.1:9/commands/x' },
};
const EVENT = {
  ...{ type: 'event_callback', team_id: 'T0TEST', event_id: 'Ev1', event_time: 1_795_443_000 },
  event: { type: 'app_mention', user: 'U0ASKER', channel: 'C0OPS', text: '<@U0FLOWS> help', ts: '1.1' },
};
const PAYLOADS: readonly Json[] = [
  {
    ...{ type: 'block_actions', user: PERSON, team: { id: 'T0TEST' }, trigger_id: '1.3' },
    ...{ channel: { id: 'C0OPS' }, container: { type: 'message', message_ts: '1.1', channel_id: 'C0OPS' } },
    actions: [{ type: 'button', action_id: 'flows-cancel', block_id: 'b', value: 'q1' }],
  },
  {
    ...{ type: 'view_submission', user: PERSON, team: { id: 'T0TEST' } },
    view: {
      id: 'V1',
      type: 'modal',
      callback_id: 'flows-share-form',
      private_metadata: '',
      state: { values: {} },
    },
  },
  { type: 'block_suggestion', user: PERSON, action_id: 'flows-x', block_id: 'b', value: 'x' },
  {
    ...{ type: 'message_action', user: PERSON, callback_id: 'flows_diagnose', trigger_id: '1.4' },
    ...{ channel: { id: 'C0OPS' }, message: { text: '10.0.1.5', ts: '1.1' } },
  },
];

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

interface Body {
  readonly type: string;
  readonly text: string;
}

function isJsonObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function formOf(fields: Json): string {
  const named = isJsonObject(fields) ? Object.entries(fields) : [];
  return new URLSearchParams(
    named.map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ).toString();
}

/** Nearly what Slack and SNS send. */
const nearly: fc.Arbitrary<Body> = fc.oneof(
  mutated([COMMAND]).map((fields) => ({ type: FORM, text: formOf(fields) })),
  mutated(PAYLOADS).map((payload) => ({ type: FORM, text: formOf({ payload: JSON.stringify(payload) }) })),
  mutated([EVENT]).map((event) => ({ type: JSON_TYPE, text: JSON.stringify(event) })),
  mutated([snsMessage({}, 1_795_443_000_000)]).map((message) => ({
    type: 'text/plain; charset=UTF-8',
    text: JSON.stringify(message),
  })),
);
const damaged: fc.Arbitrary<Body> = fc.record({
  type: fc.constantFrom(
    FORM,
    JSON_TYPE,
    `${FORM}; charset=utf-16`,
    'multipart/form-data; boundary=x',
    '',
    'text/plain',
  ),
  text: fc.oneof(
    mangled([
      formOf(COMMAND),
      formOf({ payload: JSON.stringify(PAYLOADS[0] ?? null) }),
      JSON.stringify(EVENT),
    ]),
    mangled([
      'ssl_check=1',
      'ssl_check=1&payload={}',
      'payload={"ssl_check":"1"}',
      '{"type":"url_verification"}',
    ]),
    meanText,
  ),
});

const SECRET = '0123456789abcdef0123456789abcdef';
const LARGEST = 1_048_576;

interface Posted {
  readonly path: string;
  readonly body: Body;
  readonly encoding: 'utf8' | 'latin1' | 'utf16le';
  readonly signed: 'right' | 'wrong' | 'late' | 'none';
  readonly sent: 'whole' | 'in parts' | 'half' | 'too much' | 'badly parted';
}

function headersOf({ path, body, signed }: Posted, bytes: Buffer): readonly string[] {
  const at = String(Math.floor(Date.now() / 1000) - (signed === 'late' ? 600 : 0));
  const secret = signed === 'wrong' ? SECRET.replaceAll('0', '1') : SECRET;
  const hash = createHmac('sha256', secret).update(`v0:${at}:`).update(bytes.toString()).digest('hex');
  return [
    `POST ${path} HTTP/1.1`,
    'Host: flows',
    'Connection: close',
    ...(body.type === '' ? [] : [`Content-Type: ${body.type}`]),
    ...(signed === 'none' ? [] : [`X-Slack-Request-Timestamp: ${at}`, `X-Slack-Signature: v0=${hash}`]),
  ];
}

/** The whole request as it goes over the wire. */
function requestOf(posted: Posted): Buffer {
  const { body, encoding, sent } = posted;
  const written = Buffer.from(body.text, encoding);
  const bytes = sent === 'too much' ? Buffer.concat([written, Buffer.alloc(LARGEST, 'x')]) : written;
  const head = headersOf(posted, bytes);
  const isParted = sent === 'in parts' || sent === 'badly parted';
  const length = isParted
    ? 'Transfer-Encoding: chunked'
    : `Content-Length: ${bytes.length + (sent === 'half' ? 10 : 0)}`;
  const parted = () => {
    const [first, second] = [bytes.subarray(0, bytes.length >> 1), bytes.subarray(bytes.length >> 1)];
    const parts = [first, second].filter((part) => part.length > 0);
    const chunks = parts.flatMap((part) => [`${part.length.toString(16)}\r\n`, part, '\r\n']);
    return [...chunks, sent === 'badly parted' ? 'zz\r\n' : '0\r\n\r\n'];
  };
  const rest = isParted ? parted() : [bytes];
  return Buffer.concat([[...head, length, '', ''].join('\r\n'), ...rest].map((part) => Buffer.from(part)));
}

/** Milliseconds: what Slack tells and nobody listens to is answered after three seconds, which are not waited for. */
const PATIENCE = 500;

/** Everything that is answered until the connection is closed. */
function answered(port: number, posted: Posted): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(requestOf(posted));
      if (posted.sent === 'half') socket.end();
    });
    socket.on('data', (part) => {
      text += part.toString('latin1');
    });
    if (posted.signed === 'right') socket.setTimeout(PATIENCE, () => socket.destroy());
    // It hangs up where too much is sent.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
}

/** One bot for all cases, which is stopped after them. */
function bot(): () => Promise<number> {
  let started: Promise<number> | undefined;
  const start = async () => {
    const api = await startSlackApi();
    onTestFinished(() => api.close());
    const { port } = await startBot(api.settings, {
      alarms: { topics: [TOPIC], channel: 'C0ALARMS', perHour: 3 },
    });
    return port ?? 0;
  };
  return () => {
    started ??= start();
    return started;
  };
}

const BROKEN_OFF: readonly string[] = ['half', 'too much', 'badly parted'];

async function holdsOf(port: number, posted: Posted): Promise<void> {
  const rejected: unknown[] = [];
  const note = (reason: unknown) => void rejected.push(reason);
  process.on('unhandledRejection', note);
  try {
    const answer = await answered(port, posted);
    await new Promise(setImmediate);
    const [head = '', ...rest] = answer.split('\r\n\r\n');
    const [, status] = /^HTTP\/1\.1 (\d+) /.exec(head) ?? [];
    expect(rejected).toEqual([]);
    // Nothing where the request was broken off, or Slack tells of something that is none of ours.
    if (status === undefined)
      expect(posted.signed === 'right' || BROKEN_OFF.includes(posted.sent), 'it is answered').toBe(true);
    else expect(status).toMatch(/^(?:200|4\d\d)$/);
    // An empty answer in parts ends with a nought.
    if (posted.signed !== 'right') expect(['', '0']).toContain(rest.join(''));
    expect(answer).not.toMatch(/node_modules|TypeError|SyntaxError|\.ts:/);
  } finally {
    process.off('unhandledRejection', note);
  }
}

const howSent = fc.record({
  encoding: fc.constantFrom('utf8' as const, 'utf8' as const, 'latin1' as const, 'utf16le' as const),
  sent: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('whole' as const, 'in parts' as const) },
    { weight: 3, arbitrary: fc.constantFrom('half' as const, 'badly parted' as const) },
    { weight: 1, arbitrary: fc.constant('too much' as const) },
  ),
});

const body = fc.oneof(nearly, damaged);
const [ofAnybody, ofSlack] = [bot(), bot()];

export const POSTED = [
  target({
    name: 'what anybody posts to the port',
    cases: 3_000,
    input: fc.record({
      path: fc.constantFrom(
        '/slack/events',
        '/alarms/sns',
        '/alarms/sns',
        '/healthz',
        '/slack/events?x=%zz',
        '/%zz',
      ),
      body,
      how: howSent,
      signed: fc.constantFrom('wrong' as const, 'late' as const, 'none' as const),
    }),
    holds: async ({ how, ...posted }) => holdsOf(await ofAnybody(), { ...posted, ...how }),
  }),
  target({
    name: 'what Slack posts to the port',
    cases: 500,
    input: fc.record({ body, how: howSent }),
    holds: async ({ body, how }) =>
      holdsOf(await ofSlack(), { path: '/slack/events', body, signed: 'right', ...how }),
  }),
];
