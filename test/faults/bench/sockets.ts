/** Socket Mode before a Slack over HTTP: hands out sockets, says hello, and closes them at the worst moments (Slack's "Using Socket Mode"). */
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SlackSettings } from '../../../src/slack/connection/settings.ts';
import type { StatefulSlack } from '../../kit/stateful-slack.ts';

/** RFC 6455, 1.3 and 5.2. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const [TEXT, CLOSE, PING, PONG] = [1, 8, 9, 10];

export interface Sockets {
  readonly settings: SlackSettings;
  /** How many were opened so far. */
  readonly opened: number;
  /** The ids of envelopes that were acknowledged, in order. */
  readonly acknowledged: readonly string[];
  /** Sends it to the newest socket. @returns false where none is open */
  deliver(envelope: object): boolean;
  /** Has the newest socket told to go. */
  disconnect(reason: 'refresh_requested' | 'too_many_websockets'): void;
  /** Ends all without a word. */
  breakAll(): void;
  /** What happens as an envelope is acknowledged, before that is heard. */
  onAcknowledging(act: (() => void) | null): void;
  /** From now on every socket is told to go as soon as it is open. */
  refuse(isRefusing: boolean): void;
  close(): Promise<void>;
}

export function command(text: string, channel: string): object {
  const payload = {
    ...{ command: '/flows', text, channel_id: channel, trigger_id: randomUUID(), user_id: 'U0ASKER' },
    ...{ team_id: 'T0TEST', user_name: 'asker', channel_name: 'ops', api_app_id: 'A0FLOWS', token: 'unused' },
  };
  return { envelope_id: randomUUID(), type: 'slash_commands', payload, accepts_response_payload: true };
}

function framed(opcode: number, payload: Buffer): Buffer {
  const long = payload.length > 125;
  const head = Buffer.from([0x80 | opcode, long ? 126 : payload.length, ...(long ? [0, 0] : [])]);
  if (long) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}

/** The frames that are whole, and the rest. What a client sends is masked, and shorter than 64 KiB here. */
function framesIn(bytes: Buffer): { frames: { opcode: number; payload: Buffer }[]; rest: Buffer } {
  const frames = [];
  let rest = bytes;
  for (;;) {
    const [first = 0, second = 0] = rest;
    const extended = (second & 0x7f) === 126 ? 2 : 0;
    const begin = 6 + extended;
    if (rest.length < begin) return { frames, rest };
    const length = extended ? rest.readUInt16BE(2) : second & 0x7f;
    if (rest.length < begin + length) return { frames, rest };
    const mask = rest.subarray(begin - 4, begin);
    const payload = Buffer.from(
      rest.subarray(begin, begin + length).map((byte, at) => byte ^ (mask[at % 4] ?? 0)),
    );
    frames.push({ opcode: first & 0x0f, payload });
    rest = rest.subarray(begin + length);
  }
}

export async function startSockets(slack: StatefulSlack): Promise<Sockets> {
  const open: Duplex[] = [];
  const acknowledged: string[] = [];
  let [opened, isRefusing] = [0, false];
  let acting: (() => void) | null = null;

  const send = (socket: Duplex, message: object) =>
    socket.write(framed(TEXT, Buffer.from(JSON.stringify(message))));
  const told = (reason: string) => ({ type: 'disconnect', reason, debug_info: {} });

  function hear(socket: Duplex, { opcode, payload }: { opcode: number; payload: Buffer }): void {
    if (opcode === PING) socket.write(framed(PONG, payload));
    if (opcode === CLOSE) socket.end(framed(CLOSE, payload));
    if (opcode !== TEXT) return;
    if (acting) {
      acting();
      return;
    }
    acknowledged.push((JSON.parse(payload.toString()) as { envelope_id: string }).envelope_id);
  }

  /** Everything but the call that opens a socket is Slack's. */
  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.url?.endsWith('/apps.connections.open')) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/` }));
      return;
    }
    const type = request.headers['content-type'] ?? '';
    const headers = { 'content-type': type };
    const answer = await fetch(slack.url + request.url, {
      method: 'POST',
      headers,
      body: Buffer.concat(chunks),
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
  }

  const server = createServer((request, response) => void forward(request, response));
  server.on('upgrade', (request, socket) => {
    const key = `${request.headers['sec-websocket-key']}${GUID}`;
    const accept = createHash('sha1').update(key).digest('base64');
    const head = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';
    socket.write(`${head}Sec-WebSocket-Accept: ${accept}\r\n\r\n`);
    opened += 1;
    open.push(socket);
    let unread = Buffer.alloc(0);
    socket.on('data', (bytes: Buffer) => {
      const { frames, rest } = framesIn(Buffer.concat([unread, bytes]));
      unread = Buffer.from(rest);
      for (const frame of frames) hear(socket, frame);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.splice(open.indexOf(socket), 1));
    send(socket, { type: 'hello', num_connections: open.length, connection_info: {} });
    if (isRefusing) send(socket, told('too_many_websockets'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const breakAll = () => {
    for (const socket of [...open]) socket.destroy();
  };

  return {
    settings: {
      ...{ ...slack.settings, appToken: 'xapp-test', signingSecret: null, port: null },
      apiUrl: `http://127.0.0.1:${port}/api/`,
    },
    get opened() {
      return opened;
    },
    acknowledged,
    deliver(envelope) {
      const newest = open.at(-1);
      if (!newest?.writable) return false;
      send(newest, envelope);
      return true;
    },
    disconnect: (reason) => {
      const newest = open.at(-1);
      if (newest) send(newest, told(reason));
    },
    breakAll,
    onAcknowledging: (act) => {
      acting = act;
    },
    refuse: (refusing) => {
      isRefusing = refusing;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        breakAll();
      }),
  };
}
