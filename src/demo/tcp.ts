/** TCP connections as the packets that Linux would send, also when the other side's do not arrive. */
import { TCP } from '../record/protocols.ts';
import type { Endpoint } from './packets.ts';
import type { Send, Wire } from './wire.ts';

const FIN = 1;
const SYN = 2;
const SYN_ACK = 18;

/** IPv4 and TCP headers with the timestamp option; SYN packets carry more options. */
const HEADER_BYTES = 52;
const SYN_BYTES = 60;
const SEGMENT_BYTES = 1448;

/** When an unanswered SYN is sent again, seconds after the first; the client gives up before the next one. */
const SYN_AGAIN = [1, 3];
/** When an unanswered SYN-ACK is sent again until the kernel gives up (tcp_synack_retries 5). */
const SYN_ACK_AGAIN = [1, 3, 7, 15, 31];
/** When data that nobody acknowledges is sent again, until the application's own timeout. */
const DATA_AGAIN = [0.3, 0.9, 2.1, 4.5, 9.3, 18.9];
const APPLICATION_TIMEOUT = 30;

export interface Connection {
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** Seconds since the epoch. */
  readonly opens: number;
  /** Seconds between a request's packets and the answer's. */
  readonly latency: number;
  /** When requests are sent, seconds after it opened, in order. */
  readonly requests: readonly number[];
  /** Bytes of one request and one answer. */
  readonly up: number;
  readonly down: number;
  /** Seconds after it opened. */
  readonly closes: number;
  /** The client's FIN is sent again this many seconds after the close, when the server has forgotten the connection. */
  readonly strayFin?: number;
}

/** Lets a connection run its course over the wire, which decides how far it gets. */
export function run(connection: Connection, wire: Wire): void {
  const { client, server, opens, latency, requests, up, down, closes, strayFin } = connection;
  const ahead = wire({ from: client, to: server, protocol: TCP });
  const back = wire({ from: server, to: client, protocol: TCP });

  if (!opened()) return;
  for (const after of requests) if (!answered(opens + after)) return;
  close(opens + closes);

  function opened(): boolean {
    const syn = (at: number) => single(ahead, at, SYN);
    const synAck = (at: number) => single(back, at + latency, SYN_ACK);
    const arrives = syn(opens);
    if (arrives && synAck(opens)) return single(ahead, opens + 2 * latency, 0);
    for (const after of SYN_AGAIN) syn(opens + after);
    if (arrives) for (const after of SYN_ACK_AGAIN) synAck(opens + after);
    return false;
  }

  function answered(at: number): boolean {
    data(ahead, at, up);
    if (data(back, at + latency, down)) return acknowledge(at + 2 * latency);
    for (const after of DATA_AGAIN) {
      data(ahead, at + after, up);
      data(back, at + after + latency, down);
    }
    single(ahead, at + APPLICATION_TIMEOUT, FIN);
    single(back, at + APPLICATION_TIMEOUT + latency, FIN);
    return false;
  }

  function acknowledge(at: number): boolean {
    const packets = Math.ceil(down / SEGMENT_BYTES / 2);
    return ahead({ at, flags: 0, packets, bytes: packets * HEADER_BYTES });
  }

  function close(at: number): void {
    single(ahead, at, FIN);
    if (!single(back, at + latency, FIN)) return;
    single(ahead, at + 2 * latency, 0);
    if (strayFin === undefined) return;
    ahead({ at: at + strayFin, flags: FIN, packets: 1, bytes: HEADER_BYTES, afterClose: true });
  }
}

function single(send: Send, at: number, flags: number): boolean {
  const bytes = flags === SYN || flags === SYN_ACK ? SYN_BYTES : HEADER_BYTES;
  return send({ at, flags, packets: 1, bytes });
}

function data(send: Send, at: number, payload: number): boolean {
  const packets = Math.max(1, Math.ceil(payload / SEGMENT_BYTES));
  return send({ at, flags: 0, packets, bytes: payload + packets * HEADER_BYTES });
}
