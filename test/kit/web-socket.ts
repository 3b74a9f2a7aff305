/** The server's end of a web socket, as far as Socket Mode needs it: whole text messages, pings, and the closing handshake (RFC 6455). */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** RFC 6455, 1.3: what a key is answered with. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** RFC 6455, 5.2. */
const OPCODES = { text: 1, close: 8, ping: 9, pong: 10 } as const;
/** RFC 6455, 5.2: how a length is told that does not fit into seven bits. */
const LENGTHS = { short: 126, long: 127, mostShort: 0xffff } as const;

export interface WebSocketEnd {
  readonly isOpen: boolean;
  /** False where it is closed by now. */
  send(text: string): boolean;
  /** Ends it without a word. */
  break(): void;
}

export interface WebSocketListeners {
  readonly onText: (text: string) => void;
  /** Once, whoever closed it, or broke. */
  readonly onClosed: () => void;
}

interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
  /** Bytes that it takes. */
  readonly size: number;
}

function header(opcode: number, length: number): Buffer {
  const first = 0x80 | opcode;
  if (length < LENGTHS.short) return Buffer.from([first, length]);
  if (length > LENGTHS.mostShort) {
    const long = Buffer.alloc(10);
    long.writeUInt16BE((first << 8) | LENGTHS.long);
    long.writeBigUInt64BE(BigInt(length), 2);
    return long;
  }
  const short = Buffer.from([first, LENGTHS.short, 0, 0]);
  short.writeUInt16BE(length, 2);
  return short;
}

/** What a client sends is masked. Null where it is not whole yet. */
function frameOf(bytes: Buffer): Frame | null {
  const [first = 0, second = 0] = bytes;
  const told = second & 0x7f;
  const extended = told === LENGTHS.short ? 2 : told === LENGTHS.long ? 8 : 0;
  const begin = 2 + extended + 4;
  if (bytes.length < begin) return null;
  const length =
    extended === 0 ? told : extended === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < begin + length) return null;
  const mask = bytes.subarray(begin - 4, begin);
  const payload = Buffer.from(bytes.subarray(begin, begin + length));
  for (let at = 0; at < length; at += 1) payload[at] = (payload[at] ?? 0) ^ (mask[at % 4] ?? 0);
  return { opcode: first & 0x0f, payload, size: begin + length };
}

/** Takes a request to upgrade. The client sends no fragments. */
export function acceptWebSocket(
  request: IncomingMessage,
  socket: Duplex,
  { onText, onClosed }: WebSocketListeners,
): WebSocketEnd {
  let isOpen = true;
  let unread = Buffer.alloc(0);
  const accepted = createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}${GUID}`)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accepted}\r\n\r\n`,
  );

  const write = (opcode: number, payload: Buffer) => {
    if (socket.writable) socket.write(Buffer.concat([header(opcode, payload.length), payload]));
  };
  const end = () => {
    if (!isOpen) return;
    isOpen = false;
    onClosed();
  };

  function take({ opcode, payload }: Frame): void {
    if (opcode === OPCODES.text) onText(payload.toString());
    else if (opcode === OPCODES.ping) write(OPCODES.pong, payload);
    else if (opcode === OPCODES.close) {
      if (isOpen) write(OPCODES.close, payload);
      end();
      socket.end();
    }
  }

  socket.on('data', (bytes: Buffer) => {
    unread = Buffer.concat([unread, bytes]);
    for (let frame = frameOf(unread); frame; frame = frameOf(unread)) {
      unread = unread.subarray(frame.size);
      take(frame);
    }
  });
  socket.on('close', end);
  // Whoever was killed says nothing.
  socket.on('error', end);
  return {
    get isOpen() {
      return isOpen;
    },
    send(text) {
      if (isOpen) write(OPCODES.text, Buffer.from(text));
      return isOpen;
    },
    break() {
      socket.destroy();
    },
  };
}
