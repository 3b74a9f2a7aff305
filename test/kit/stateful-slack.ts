/** A Slack on this machine that keeps what it takes, shows it to who looks, and fails in all the ways that leave a bot in doubt. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { SlackSettings } from '../../src/slack/connection/settings.ts';
import { SECRET } from './slack-envelopes.ts';
import { createWorkspace, type Workspace } from './slack-workspace.ts';

export interface SlackCall {
  readonly method: string;
  readonly args: Readonly<Record<string, string>>;
}

export type Fault =
  /** Not carried out: 429, with so many seconds in `Retry-After`. */
  | { readonly kind: 'limited'; readonly seconds: number }
  /** Status 500, with or without having carried it out. */
  | { readonly kind: 'broken'; readonly isDone: boolean }
  /** `internal_error`, with or without having carried it out. */
  | { readonly kind: 'inner'; readonly isDone: boolean }
  /** The connection breaks, before or after it was carried out. */
  | { readonly kind: 'dropped'; readonly isDone: boolean }
  /** Carried out, and no answer ever comes. */
  | { readonly kind: 'silent' }
  /** Carried out, and answered when that has resolved. */
  | { readonly kind: 'slow'; readonly until: Promise<void> }
  /** Carried out, and the connection breaks in the middle of the answer. */
  | { readonly kind: 'half' }
  /** Status 200 with a page of a proxy's instead of JSON, with or without having carried it out. */
  | { readonly kind: 'malformed'; readonly isDone: boolean }
  | { readonly kind: 'refused'; readonly error: string };

export interface StatefulSlack extends Workspace {
  readonly url: string;
  /** How a bot that is called over HTTP reaches it. */
  readonly settings: SlackSettings;
  /** Every call so far. */
  readonly calls: readonly SlackCall[];
  /** How many are being answered; not those that are slow. */
  busy(): number;
  /** Decides on each call from now on. */
  fail(decide: (call: SlackCall) => Fault | undefined): void;
  /** Told of each call before it is carried out, and again before it is answered. */
  watch(seen: (call: SlackCall) => void): void;
  close(): Promise<void>;
}

/** What is called: a method of the Web API, the place that a file is written to, or a response URL. */
function methodOf(path: string): string {
  if (path.startsWith('/api/')) return path.slice('/api/'.length);
  return path.startsWith('/upload/') ? 'upload' : 'response_url';
}

/** Arguments as text: what is structured is JSON in them, as Slack's client sends it. */
function argsOf(path: string, body: string, type: string | undefined): Record<string, string> {
  if (path.startsWith('/upload/')) return { file: path.slice('/upload/'.length), bytes: String(body.length) };
  if (type?.includes('json')) return { body: Buffer.from(body, 'latin1').toString() };
  return Object.fromEntries(new URLSearchParams(Buffer.from(body, 'latin1').toString()));
}

function isCarriedOut(fault: Fault | undefined): boolean {
  if (!fault || ['silent', 'slow', 'half'].includes(fault.kind)) return true;
  return 'isDone' in fault && fault.isDone;
}

function answerWith(response: ServerResponse, fault: Fault | undefined, answer: object): void {
  const send = (status: number, body: object, headers = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
  switch (fault?.kind) {
    case undefined:
      send(200, answer);
      break;
    case 'limited':
      send(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(fault.seconds) });
      break;
    case 'broken':
      send(500, { ok: false });
      break;
    case 'inner':
      send(200, { ok: false, error: 'internal_error' });
      break;
    case 'refused':
      send(200, { ok: false, error: fault.error });
      break;
    case 'dropped':
      response.destroy();
      break;
    case 'half': {
      const whole = JSON.stringify(answer);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length });
      response.write(whole.slice(0, whole.length / 2), () => response.destroy());
      break;
    }
    case 'malformed':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html><body>Bad gateway</body></html>');
      break;
    case 'slow':
      void fault.until.then(() => send(200, answer));
      break;
    case 'silent':
      break;
  }
}

/** @param sockets where a bot may open a socket, for Socket Mode */
export async function startStatefulSlack(sockets?: string): Promise<StatefulSlack> {
  const calls: SlackCall[] = [];
  let decide: (call: SlackCall) => Fault | undefined = () => undefined;
  let seen: (call: SlackCall) => void = () => undefined;

  let busy = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    busy += 1;
    let isCounted = true;
    const uncount = () => {
      if (isCounted) busy -= 1;
      isCounted = false;
    };
    response.once('close', uncount);
    const path = request.url ?? '';
    const method = methodOf(path);
    const args = argsOf(path, (await buffer(request)).toString('latin1'), request.headers['content-type']);
    const call = { method, args };
    calls.push(call);
    seen(call);
    const fault = decide(call);
    const answer = isCarriedOut(fault) ? carriedOut(method, args) : {};
    seen(call);
    if (fault?.kind === 'slow' || fault?.kind === 'silent') uncount();
    answerWith(response, fault, answer);
  }

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const workspace = createWorkspace(url);
  const carriedOut: Workspace['carryOut'] = (method, args) =>
    method === 'apps.connections.open' && sockets !== undefined
      ? { ok: true, url: sockets }
      : workspace.carryOut(method, args);

  return {
    ...workspace,
    url,
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
    busy: () => busy,
    fail: (how) => {
      decide = how;
    },
    watch: (how) => {
      seen = how;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
