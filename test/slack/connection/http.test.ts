import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Route } from '../../../src/slack/connection/route.ts';
import { serve } from '../../../src/slack/connection/serve.ts';
import { type SlackApi, startSlackApi } from '../../kit/slack-api.ts';
import { startBot } from '../../kit/slack-bot.ts';

const ALARMS = {
  topics: ['arn:aws:sns:eu-west-1:111122223333:alarms'],
  channel: 'C0ALARMS',
  perHour: 3,
};

async function calledOverHttp(): Promise<{ readonly api: SlackApi; readonly port: number }> {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  const { port } = await startBot(api.settings, { alarms: ALARMS });
  return { api, port: port ?? 0 };
}

const form = (fields: Readonly<Record<string, string>>) => ({
  body: new URLSearchParams(fields).toString(),
  type: 'application/x-www-form-urlencoded',
});
const payload = (what: object) => form({ payload: JSON.stringify({ user: { id: 'U0ASKER' }, ...what }) });

/** Everything that Slack sends, by what it is. */
const REQUESTS = {
  'a command': form({ command: '/flows', text: 'help', user_id: 'U0ASKER', channel_id: 'C0OPS' }),
  'an event': {
    body: JSON.stringify({ type: 'event_callback', event_id: 'Ev1', event: { type: 'app_mention' } }),
    type: 'application/json',
  },
  'a button': payload({ type: 'block_actions', actions: [{ type: 'button', action_id: 'flows-cancel' }] }),
  'the options of a select': payload({ type: 'block_suggestion', action_id: 'flows-x', value: 'x' }),
  'a dialog that is submitted': payload({
    type: 'view_submission',
    view: { callback_id: 'flows-share-form' },
  }),
  'a shortcut': payload({ type: 'message_action', callback_id: 'flows_diagnose' }),
} as const;
const EACH = Object.entries(REQUESTS);

interface Signing {
  readonly secret?: string;
  /** Seconds before now. */
  readonly ago?: number;
  /** What is signed, where that is not what is sent. */
  readonly signed?: string;
}

function post(
  port: number,
  path: string,
  { body, type }: { body: string; type: string },
  signing: Signing | null,
) {
  const at = String(Math.floor(Date.now() / 1000) - (signing?.ago ?? 0));
  const secret = signing?.secret ?? '0123456789abcdef0123456789abcdef';
  const hash = createHmac('sha256', secret)
    .update(`v0:${at}:${signing?.signed ?? body}`)
    .digest('hex');
  const signature = { 'x-slack-request-timestamp': at, 'x-slack-signature': `v0=${hash}` };
  return fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': type, ...(signing === null ? {} : signature) },
    body,
  });
}

/** What is answered to bytes that are written as they are, and whether the connection was ended. */
function answered(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (part) => {
      text += part.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
}

describe('what comes over HTTP', () => {
  it.each(EACH)('is refused without a signature, and nothing is done: %s', async (_, request) => {
    const { api, port } = await calledOverHttp();

    const { status } = await post(port, '/slack/events', request, null);

    expect([status, api.of('chat.postMessage')]).toEqual([401, []]);
  });

  it.each(EACH)('is refused when another secret signed it: %s', async (_, request) => {
    const { port } = await calledOverHttp();

    expect((await post(port, '/slack/events', request, { secret: 'f'.repeat(32) })).status).toBe(401);
  });

  it.each(EACH)('is refused when something else was signed: %s', async (_, request) => {
    const { port } = await calledOverHttp();

    expect((await post(port, '/slack/events', request, { signed: `${request.body} ` })).status).toBe(401);
  });

  it.each(EACH)('is refused six minutes after it was signed: %s', async (_, request) => {
    const { port } = await calledOverHttp();

    expect((await post(port, '/slack/events', request, { ago: 360 })).status).toBe(401);
  });

  it('is heard when Slack signed it a moment ago', async () => {
    const { port } = await calledOverHttp();

    expect((await post(port, '/slack/events', REQUESTS['a command'], {})).status).toBe(200);
  });

  it.each([
    ['nothing', { body: 'null', type: 'application/json' }],
    ['a number', { body: '5', type: 'application/json' }],
    ['no payload', form({ payload: 'null' })],
  ])('is refused, also with the right signature, where it is no object: %s', async (_, request) => {
    const { port } = await calledOverHttp();

    expect((await post(port, '/slack/events', request, {})).status).toBe(400);
  });

  it.each([
    ['a shortcut', { type: 'message_action', callback_id: 'flows_diagnose', trigger_id: '1.4' }],
    ['a button', { type: 'block_actions', actions: [{ type: 'button', action_id: 'flows-cancel' }] }],
    ['a dialog', { type: 'view_submission', view: { callback_id: 'flows-share-form' } }],
  ])('is refused, also with the right signature, where it is from nobody: %s', async (_, request) => {
    const { port } = await calledOverHttp();

    const { status } = await post(port, '/slack/events', form({ payload: JSON.stringify(request) }), {});

    expect(status).toBe(400);
  });

  it('is refused above a mebibyte, before anything of it is looked at', async () => {
    const { port } = await calledOverHttp();
    const large = { body: 'x'.repeat(1_048_577), type: 'application/json' };

    expect((await post(port, '/slack/events', large, null)).status).toBe(413);
  });

  it('is refused above a mebibyte at the endpoint for alarms, by its answer or by hanging up', async () => {
    const { port } = await calledOverHttp();
    const large = { body: 'x'.repeat(2_000_000), type: 'text/plain' };

    const status = await post(port, '/alarms/sns', large, null).then(
      (response) => response.status,
      () => 'hung up',
    );

    expect([400, 'hung up']).toContain(status);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  });

  it.each([
    ['GET', '/'],
    ['GET', '/slack/events'],
    ['GET', '/slack/install'],
    ['GET', '/metrics'],
    ['GET', '/alarms/sns'],
    ['POST', '/healthz'],
    ['POST', '/%2e%2e/etc/passwd'],
    ['DELETE', '/readyz'],
  ])('is not found anywhere else, and nothing is told: %s %s', async (method, path) => {
    const { port } = await calledOverHttp();

    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });

    expect([response.status, await response.text()]).toEqual([404, '']);
    expect(response.headers.get('x-powered-by')).toBeNull();
    expect(response.headers.get('server')).toBeNull();
  });

  it.each([
    'GET // HTTP/1.1',
    'GET http://[ HTTP/1.1',
    'GET /%zz?%zz HTTP/1.1',
    'POST /slack/events%00 HTTP/1.1',
  ])('does not end the bot, whatever the address: %s', async (line) => {
    const { port } = await calledOverHttp();

    const told = await answered(port, `${line}\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);

    expect(told).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(told).not.toMatch(/node_modules|TypeError|\.ts/);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  });
});

describe('a connection that is held open', () => {
  const HURRIED = { headersTimeout: 50, requestTimeout: 100, connectionsCheckingInterval: 20 };

  async function hurried() {
    const route: Route = { path: '/', method: 'POST', handle: (request) => void request.resume() };
    const { server, port } = await serve(0, [route], HURRIED);
    onTestFinished(() => void server.close());
    return port;
  }

  it('is ended when its headers do not come', async () => {
    expect(await answered(await hurried(), 'POST / HTTP/1.1\r\nHost: x\r\nX-')).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('is ended when its body does not come', async () => {
    const begun = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nx';

    expect(await answered(await hurried(), begun)).toMatch(/^HTTP\/1\.1 408 /);
  });
});
