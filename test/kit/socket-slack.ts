/**
 * A Slack on this machine that bots reach over Socket Mode, with as many sockets as they open. Like Slack it hands what happens to one of them, and
 * to another one where that did not acknowledge it within three seconds, or was closed first. Unlike Slack it can be told to hand the same to several
 * at once, and again when all is done, and to break or turn away sockets at the worst moments.
 *
 * The protocol: Slack's "Using Socket Mode" (`apps.connections.open`, `hello`, envelopes, acknowledgements, `disconnect`).
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Envelope } from './slack-envelopes.ts';
import { type StatefulSlack, startStatefulSlack } from './stateful-slack.ts';
import { acceptWebSocket, type WebSocketEnd } from './web-socket.ts';

/** Slack waits so many milliseconds. */
const PATIENCE = 3000;

interface Acknowledged {
  /** Of the socket, in the order in which they were opened. */
  readonly socket: number;
  /** What the person is shown at once, or what a view is told; empty for nothing. */
  readonly payload: object;
  /** How often it was handed on before, because nobody acknowledged it. */
  readonly retries: number;
}

type DisconnectReason = 'refresh_requested' | 'too_many_websockets';

export interface SocketSlack extends StatefulSlack {
  /** Numbers of the sockets that are open and were said hello to. */
  sockets(): readonly number[];
  /** Why what was handed to one socket was handed to another. */
  readonly redelivered: readonly ('timeout' | 'socket_closed')[];
  /**
   * Hands it to so many sockets at once. @returns who acknowledged each copy, when all have; a copy that nobody can take waits for the next socket
   */
  hand(envelope: Envelope, copies?: number): Promise<readonly Acknowledged[]>;
  /** How many sockets were opened so far. */
  opened(): number;
  /** Tells that socket to go: to be opened anew, as Slack does every few hours, unless it is told otherwise. */
  disconnect(socket: number, reason?: DisconnectReason): void;
  /** From now on every socket is told to go as soon as it is open. */
  refuse(isRefusing: boolean): void;
  /** From now on no socket is said hello to; its pings are answered, as something on the way would do. */
  hush(isOn: boolean): void;
  /** The next socket that is handed something breaks without a word: right after that, or as it acknowledges it, before that is heard. */
  breakNext(moment: 'handed' | 'acknowledged'): void;
}

interface Connection {
  readonly number: number;
  readonly end: WebSocketEnd;
  /** What it has not acknowledged yet, by the envelope: told with what it acknowledges, or null where it closed. */
  readonly waiting: Map<string, (payload: object | null) => void>;
}

/** As Slack wraps it. */
function wrapped({ body, type }: Envelope): { readonly type: string; readonly payload: unknown } {
  if (type.includes('json')) return { type: 'events_api', payload: JSON.parse(body) };
  const fields = Object.fromEntries(new URLSearchParams(body));
  return fields['payload'] === undefined
    ? { type: 'slash_commands', payload: fields }
    : { type: 'interactive', payload: JSON.parse(fields['payload']) };
}

/** @param random who of several sockets is handed something: from 0 to 1 */
export async function startSocketSlack(random: () => number = Math.random): Promise<SocketSlack> {
  const connections = new Map<number, Connection>();
  const hushed = new Set<WebSocketEnd>();
  const redelivered: ('timeout' | 'socket_closed')[] = [];
  /** Told when the next socket is there. */
  let hoping: (() => void)[] = [];
  let [opened, isRefusing, isHushed] = [0, false, false];
  let breaking: 'handed' | 'acknowledged' | null = null;

  /** Whether this is the moment at which it was to break: then it does. */
  function breaksAt(moment: 'handed' | 'acknowledged', end: WebSocketEnd): boolean {
    if (breaking !== moment) return false;
    breaking = null;
    end.break();
    return true;
  }

  const tellToGo = (end: WebSocketEnd, reason: DisconnectReason) =>
    end.send(JSON.stringify({ type: 'disconnect', reason, debug_info: {} }));

  const server = createServer();
  server.on('upgrade', (request, socket) => {
    opened += 1;
    const number = opened;
    const waiting: Connection['waiting'] = new Map();
    const end = acceptWebSocket(request, socket, {
      onText(text) {
        const { envelope_id: id, payload = {} } = JSON.parse(text) as {
          envelope_id: string;
          payload?: object;
        };
        if (!breaksAt('acknowledged', end)) waiting.get(id)?.(payload);
      },
      onClosed() {
        connections.delete(number);
        for (const tell of [...waiting.values()]) tell(null);
      },
    });
    if (isHushed) {
      hushed.add(end);
      return;
    }
    connections.set(number, { number, end, waiting });
    end.send(JSON.stringify({ type: 'hello', num_connections: connections.size, connection_info: {} }));
    if (isRefusing) tellToGo(end, 'too_many_websockets');
    for (const tell of hoping) tell();
    hoping = [];
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const slack = await startStatefulSlack(`ws://127.0.0.1:${port}`);

  const open = () => [...connections.values()].filter(({ end }) => end.isOpen);

  /** One that none of the others was chosen for, as long as there is one. */
  async function chosen(others: ReadonlySet<number>): Promise<Connection> {
    const all = open();
    const fresh = all.filter(({ number }) => !others.has(number));
    const from = fresh.length > 0 ? fresh : all;
    const one = from[Math.floor(random() * from.length)];
    if (one) return one;
    await new Promise<void>((resolve) => hoping.push(resolve));
    return chosen(others);
  }

  /** @returns what it acknowledged it with, or why it did not */
  function handTo(
    { end, waiting }: Connection,
    id: string,
    frame: object,
  ): Promise<object | 'timeout' | 'socket_closed'> {
    return new Promise((resolve) => {
      const done = (outcome: object | 'timeout' | 'socket_closed') => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(outcome);
      };
      const timer = setTimeout(() => done('timeout'), PATIENCE);
      waiting.set(id, (payload) => done(payload ?? 'socket_closed'));
      if (!end.send(JSON.stringify(frame))) done('socket_closed');
      else breaksAt('handed', end);
    });
  }

  return {
    ...slack,
    settings: { ...slack.settings, appToken: 'xapp-test', signingSecret: null, port: null },
    sockets: () => open().map(({ number }) => number),
    redelivered,
    async hand(envelope, copies = 1) {
      const id = randomUUID();
      const { type, payload } = wrapped(envelope);
      const whole = { envelope_id: id, type, payload, accepts_response_payload: type !== 'events_api' };
      const tried = new Set<number>();

      async function copy(): Promise<Acknowledged> {
        for (let retries = 0, retry = {}; ; retries += 1) {
          const connection = await chosen(tried);
          tried.add(connection.number);
          const outcome = await handTo(connection, id, { ...whole, ...retry });
          if (typeof outcome === 'object') return { socket: connection.number, payload: outcome, retries };
          redelivered.push(outcome);
          retry = { retry_attempt: retries + 1, retry_reason: outcome };
        }
      }

      return Promise.all(Array.from({ length: copies }, copy));
    },
    opened: () => opened,
    disconnect(number, reason = 'refresh_requested') {
      const end = connections.get(number)?.end;
      if (end) tellToGo(end, reason);
    },
    refuse(refusing) {
      isRefusing = refusing;
    },
    hush(isOn) {
      isHushed = isOn;
    },
    breakNext(moment) {
      breaking = moment;
    },
    async close() {
      for (const end of [...hushed, ...[...connections.values()].map((one) => one.end)]) end.break();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await slack.close();
    },
  };
}
