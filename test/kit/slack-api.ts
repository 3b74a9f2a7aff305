/** A stand-in for Slack on this machine: answers Web API methods, remembers every call, fails as told, and calls the bot with signed requests. */
import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { SlackSettings } from '../../src/slack/connection/settings.ts';

const SECRET = '0123456789abcdef0123456789abcdef';

export interface Call {
  readonly method: string;
  /** `blocks` and `view` are parsed; everything else is text. Of an upload, how many bytes came, how they begin, and all of them as Latin-1. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** Another answer than the usual one; `drop` breaks the connection instead. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object | string;
  readonly drop?: true;
}

export interface SlackApi {
  /** How a bot that listens on any port reaches it. */
  readonly settings: SlackSettings;
  /** Every call so far, `response_url` among the methods. */
  readonly calls: readonly Call[];
  of(method: string): readonly Call[];
  /** Decides on each call; undefined is the usual answer. */
  intercept(reply: (call: Call, calls: readonly Call[]) => Reply | undefined): void;
  /** Sends a slash command to the bot. @returns its acknowledgement. */
  command(port: number, fields?: Readonly<Record<string, string>>, sentAt?: number): Promise<Response>;
  /** Sends an event to the bot. @param envelope what else is said of it */
  event(port: number, event: object, id?: string, envelope?: object): Promise<Response>;
  /** Presses a button. */
  press(
    port: number,
    action: object,
    message: { readonly channel: string; readonly ts: string },
    user?: string,
  ): Promise<Response>;
  /** Submits a modal. @param values what it holds, by block and element */
  submit(
    port: number,
    view: { readonly callback_id?: string; readonly private_metadata?: string },
    values: Readonly<Record<string, Readonly<Record<string, object>>>>,
    user?: string,
  ): Promise<Response>;
  /** Presses a button of the Home tab. */
  pressHome(port: number, action: object, user?: string): Promise<Response>;
  /** Presses a button of a modal. */
  pressIn(
    port: number,
    action: object,
    view: { readonly id: string; readonly private_metadata: string },
    user?: string,
  ): Promise<Response>;
  /** Runs the shortcut on a message, which is whatever Slack delivers of one. */
  shortcut(
    port: number,
    callbackId: string,
    message: object,
    fields?: Readonly<Record<string, unknown>>,
  ): Promise<Response>;
  close(): Promise<void>;
}

/** `U0OTHER` is called other. */
function nameOf(user: string): string {
  return user.replace('U0', '').toLowerCase();
}

/** What is called: a method of the Web API, the place that a file is written to, or a response URL. */
function methodOf(path: string): string {
  if (path.startsWith('/api/')) return path.slice('/api/'.length);
  return path.startsWith('/upload/') ? 'upload' : 'response_url';
}

function argsOf(body: string, type: string | undefined): Record<string, unknown> {
  if (type?.includes('json')) return JSON.parse(body) as Record<string, unknown>;
  const args: Record<string, unknown> = Object.fromEntries(new URLSearchParams(body));
  for (const key of ['blocks', 'view']) if (typeof args[key] === 'string') args[key] = JSON.parse(args[key]);
  return args;
}

export async function startSlackApi(): Promise<SlackApi> {
  const calls: Call[] = [];
  let decide: (call: Call, calls: readonly Call[]) => Reply | undefined = () => undefined;
  let posts = 0;

  function usual({ method, args }: Call): object {
    switch (method) {
      case 'auth.test':
        return { ok: true, user_id: 'U0FLOWS', bot_id: 'B0FLOWS', team_id: 'T0TEST' };
      case 'users.info':
        return { ok: true, user: { id: args['user'], team_id: 'T0TEST', tz: 'Europe/Berlin' } };
      case 'conversations.info':
        return { ok: true, channel: { id: args['channel'], is_channel: true, is_member: true } };
      case 'conversations.members':
        return { ok: true, members: ['U0ASKER', 'U0OTHER', 'U0FLOWS'] };
      case 'chat.postMessage':
        posts += 1;
        return { ok: true, channel: args['channel'], ts: `1700000000.${String(posts).padStart(6, '0')}` };
      case 'views.open':
        return { ok: true, view: { id: 'V0MODAL' } };
      case 'users.conversations':
        return {
          ok: true,
          channels: [
            { id: 'C0OPS', name: 'ops' },
            { id: 'C0WAR', name: 'war-room' },
          ],
        };
      case 'chat.getPermalink':
        return { ok: true, permalink: `https://test.slack.com/archives/${args['channel']}/p1` };
      case 'files.getUploadURLExternal':
        return { ok: true, upload_url: `${url}/upload/F0FILE`, file_id: 'F0FILE' };
      default:
        return { ok: true };
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const method = methodOf(path);
    const body = await buffer(request);
    const args =
      method === 'upload'
        ? {
            bytes: body.length,
            begins: body.subarray(0, 8).toString('latin1'),
            content: body.toString('latin1'),
          }
        : argsOf(body.toString(), request.headers['content-type']);
    const call = { method, args };
    calls.push(call);
    const reply = decide(call, calls);
    if (reply?.drop) {
      request.socket.destroy();
      return;
    }
    const answer = reply?.body ?? usual(call);
    response.writeHead(reply?.status ?? 200, { 'content-type': 'application/json', ...reply?.headers });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  }

  const server = createServer((request, response) => void handle(request, response));
  // A connection must not be closed by a clock while a test keeps the process busy: the next call would break with it.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function deliver(port: number, body: string, type: string, sentAt = Date.now() / 1000): Promise<Response> {
    const seconds = Math.floor(sentAt);
    const signature = createHmac('sha256', SECRET).update(`v0:${seconds}:${body}`).digest('hex');
    return fetch(`http://127.0.0.1:${port}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': type,
        'x-slack-request-timestamp': String(seconds),
        'x-slack-signature': `v0=${signature}`,
      },
      body,
    });
  }

  /** What a person does with something that Slack shows them. */
  function interact(port: number, user: string, payload: object): Promise<Response> {
    const common = {
      team: { id: 'T0TEST', domain: 'test' },
      user: { id: user, username: nameOf(user), name: nameOf(user), team_id: 'T0TEST' },
      api_app_id: 'A0FLOWS',
      token: 'unused',
      trigger_id: randomUUID(),
    };
    const body = new URLSearchParams({ payload: JSON.stringify({ ...common, ...payload }) });
    return deliver(port, body.toString(), 'application/x-www-form-urlencoded');
  }

  return {
    settings: {
      botToken: 'xoxb-test',
      appToken: null,
      signingSecret: SECRET,
      port: 0,
      apiUrl: `${url}/api/`,
      command: '/flows',
      form: 'classic',
    },
    calls,
    of: (method) => calls.filter((call) => call.method === method),
    intercept: (reply) => {
      decide = reply;
    },
    command(port, fields = {}, sentAt) {
      const body = new URLSearchParams({
        token: 'unused',
        command: '/flows',
        text: 'reject 10.0.1.5',
        response_url: `${url}/commands/T0TEST/1/secret`,
        trigger_id: randomUUID(),
        user_id: 'U0ASKER',
        user_name: 'asker',
        team_id: 'T0TEST',
        team_domain: 'test',
        channel_id: 'C0OPS',
        channel_name: 'ops',
        api_app_id: 'A0FLOWS',
        ...fields,
      });
      return deliver(port, body.toString(), 'application/x-www-form-urlencoded', sentAt);
    },
    event(port, event, id = `Ev${randomUUID()}`, envelope = {}) {
      const body = {
        type: 'event_callback',
        team_id: 'T0TEST',
        api_app_id: 'A0FLOWS',
        event_id: id,
        event_time: Math.floor(Date.now() / 1000),
        event,
        ...envelope,
      };
      return deliver(port, JSON.stringify(body), 'application/json');
    },
    press: (port, action, { channel, ts }, user = 'U0OTHER') =>
      interact(port, user, {
        type: 'block_actions',
        container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
        channel: { id: channel, name: 'ops' },
        message: { type: 'message', ts },
        response_url: `${url}/actions/T0TEST/1/secret`,
        actions: [{ type: 'button', block_id: 'b', action_ts: ts, ...action }],
      }),
    submit: (port, view, values, user = 'U0OTHER') =>
      interact(port, user, {
        type: 'view_submission',
        view: { id: 'V0VIEW', type: 'modal', ...view, state: { values } },
        response_urls: [],
      }),
    pressHome: (port, action, user = 'U0OTHER') =>
      interact(port, user, {
        type: 'block_actions',
        container: { type: 'view', view_id: 'V0HOME' },
        view: { type: 'home', id: 'V0HOME', state: { values: {} } },
        actions: [{ type: 'button', block_id: 'b', action_ts: '1', ...action }],
      }),
    pressIn: (port, action, view, user = 'U0OTHER') =>
      interact(port, user, {
        type: 'block_actions',
        container: { type: 'view', view_id: view.id },
        view: { type: 'modal', ...view, state: { values: {} } },
        actions: [{ type: 'button', block_id: 'b', action_ts: '1.1', ...action }],
      }),
    shortcut: (port, callbackId, message, fields = {}) =>
      interact(port, 'U0ASKER', {
        type: 'message_action',
        callback_id: callbackId,
        response_url: `${url}/app/T0TEST/1/secret`,
        channel: { id: 'C0OPS', name: 'ops' },
        message: { type: 'message', ...message },
        action_ts: '1700000000.5',
        ...fields,
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
