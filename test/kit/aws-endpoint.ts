/**
 * AWS on a port of this machine, for clients that are told so with AWS_ENDPOINT_URL: the JSON 1.1 of CloudWatch Logs and Athena and the query
 * protocol of EC2 and STS over real connections, which it breaks, delays and cuts off as a test says.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { type AwsMock, ec2Error, logsError, type Reply } from './aws-mock.ts';

type Body = Readonly<Record<string, unknown>>;

export interface AwsCall {
  /** `StartQuery`, `DescribeSubnets`. */
  readonly operation: string;
  readonly body: Body;
  /** The id of the access key that signed it. */
  readonly key: string;
}

export type AwsFault =
  /** Another answer than the usual one. */
  | { readonly kind: 'reply'; readonly reply: Reply }
  /** The usual answer, when that has resolved. */
  | { readonly kind: 'slow'; readonly until: Promise<void> }
  /** The connection breaks before anything is answered. */
  | { readonly kind: 'dropped' }
  /** The connection breaks in the middle of the answer. */
  | { readonly kind: 'half' }
  /** Status 200, and the answer ends in the middle as if that were all of it. */
  | { readonly kind: 'malformed' };

export interface AwsEndpoint extends Pick<AwsMock, 'maybe'> {
  readonly url: string;
  /** Every call so far. */
  readonly calls: readonly AwsCall[];
  /** How many are being answered; not those that are slow. */
  busy(): number;
  of(operation: string): readonly AwsCall[];
  /** Decides on each call from now on; undefined is the usual answer. */
  fail(decide: (call: AwsCall, nth: number) => AwsFault | undefined): void;
  /** From now on no connection is taken, and those that there are break. */
  close(): Promise<void>;
  /** On the same port as before. */
  open(): Promise<void>;
}

function callOf({ headers }: IncomingMessage, text: string): AwsCall & { readonly isJson: boolean } {
  const key = /Credential=([^/]+)/.exec(String(headers['authorization']))?.[1] ?? '';
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const operation = target.slice(target.indexOf('.') + 1);
    return { operation, body: JSON.parse(text) as Body, key, isJson: true };
  }
  const form = Object.fromEntries(new URLSearchParams(text));
  return { operation: form['Action'] ?? '', body: form, key, isJson: false };
}

/** What only half of arrives, or all that there is. */
function firstHalf(text: string): string {
  return text.slice(0, Math.ceil(text.length / 2));
}

export async function startAwsEndpoint(): Promise<AwsEndpoint> {
  const calls: AwsCall[] = [];
  const sockets = new Set<Socket>();
  const repliers = new Map<string, Parameters<AwsMock['maybe']>[1]>();
  let decide: (call: AwsCall, nth: number) => AwsFault | undefined = () => undefined;

  async function usual({ operation, body }: AwsCall, isJson: boolean): Promise<Reply> {
    const replier = repliers.get(operation);
    if (replier !== undefined) return typeof replier === 'function' ? replier(body) : replier;
    const told = `nothing here answers ${operation}`;
    return isJson ? logsError('UnknownOperationException', told) : ec2Error('InvalidAction', told, 400);
  }

  function answer(response: ServerResponse, { status, body }: Reply, isJson: boolean, how: string): void {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const type = isJson ? 'application/x-amz-json-1.1' : 'text/xml';
    const sent = how === 'malformed' ? firstHalf(text) : text;
    response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(sent) });
    if (how === 'half') response.write(firstHalf(text), () => response.destroy());
    else response.end(sent);
  }

  let busy = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    busy += 1;
    response.once('close', () => {
      busy -= 1;
    });
    const { isJson, ...call } = callOf(request, await text(request));
    calls.push(call);
    const fault = decide(call, calls.filter(({ operation }) => operation === call.operation).length);
    if (fault?.kind === 'dropped') {
      response.destroy();
      return;
    }
    const reply = fault?.kind === 'reply' ? fault.reply : await usual(call, isJson);
    if (fault?.kind === 'slow') {
      busy -= 1;
      await fault.until;
      busy += 1;
    }
    answer(response, reply, isJson, fault?.kind ?? 'usual');
  }

  const server = createServer((request, response) => void handle(request, response));
  // A connection must not be closed by a clock while a test keeps the process busy.
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    busy: () => busy,
    of: (wanted) => calls.filter(({ operation }) => operation === wanted),
    maybe: (operation, replier) => void repliers.set(operation, replier),
    fail: (how) => {
      decide = how;
    },
    open: () => listen(port),
    close: () =>
      new Promise((resolve) => {
        if (!server.listening) return resolve();
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
