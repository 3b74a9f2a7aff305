/** Zeek's connection logs as JSON lines, which others recorded: who began what is known of each of their connections, as Zeek saw its first packet. */
import { z } from 'zod';
import { ICMP, TCP, UDP } from '../../src/record/protocols.ts';

interface End {
  readonly address: string;
  /** 0 where the protocol has none. */
  readonly port: number;
}

interface Side {
  readonly packets: number;
  /** Of IP packets, headers included, as flow logs count. */
  readonly bytes: number;
}

/** What became of one connection, or of datagrams that belong together. */
export interface ZeekConnection {
  /** When its first packet was seen, seconds since the epoch. */
  readonly at: number;
  readonly seconds: number;
  /** An IANA number. */
  readonly protocol: number;
  readonly originator: End;
  readonly responder: End;
  readonly sent: Side;
  readonly received: Side;
  /** A letter for what was seen of either, upper case for the originator: S is a SYN, H a SYN-ACK, F a FIN, R a RST, D data. */
  readonly history: string;
}

const PROTOCOLS = { tcp: TCP, udp: UDP, icmp: ICMP } as const;

const LINE = z.object({
  ts: z.number(),
  id_orig_h: z.string(),
  id_orig_p: z.int(),
  id_resp_h: z.string(),
  id_resp_p: z.int(),
  proto: z.enum(['tcp', 'udp', 'icmp']),
  duration: z.number().default(0),
  orig_bytes: z.int().default(0),
  resp_bytes: z.int().default(0),
  history: z.string().default(''),
  orig_pkts: z.int(),
  orig_ip_bytes: z.int(),
  resp_pkts: z.int(),
  resp_ip_bytes: z.int(),
});

/** Bytes of an IPv4 header and that of TCP or UDP without options. */
const HEADERS: Readonly<Record<number, number>> = { [TCP]: 40, [UDP]: 28, [ICMP]: 20 };

/**
 * A sensor on a host sees what that host sends before its network card cuts it into packets, and then counts too few bytes and packets: what the
 * sequence numbers say was sent is more than the packets hold.
 */
function sideOf(packets: number, ipBytes: number, payload: number, protocol: number): Side {
  const headers = packets * (HEADERS[protocol] ?? 0);
  return { packets, bytes: Math.max(ipBytes, packets > 0 ? payload + headers : 0) };
}

/** Of one sensor. */
export function zeekConnections(text: string): readonly ZeekConnection[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const read = LINE.parse(JSON.parse(line));
      const protocol = PROTOCOLS[read.proto];
      const portOf = (port: number) => (protocol === ICMP ? 0 : port);
      return {
        at: read.ts,
        seconds: read.duration,
        protocol,
        originator: { address: read.id_orig_h, port: portOf(read.id_orig_p) },
        responder: { address: read.id_resp_h, port: portOf(read.id_resp_p) },
        sent: sideOf(read.orig_pkts, read.orig_ip_bytes, read.orig_bytes, protocol),
        received: sideOf(read.resp_pkts, read.resp_ip_bytes, read.resp_bytes, protocol),
        history: read.history,
      };
    });
}

/** Clocks of the sensors differ by less, and so soon no port is used again. Seconds. */
const SAME_MOMENT = 1;

function larger(a: Side, b: Side): Side {
  return { packets: Math.max(a.packets, b.packets), bytes: Math.max(a.bytes, b.bytes) };
}

function tuple({ protocol, originator, responder }: ZeekConnection): string {
  return [protocol, originator.address, originator.port, responder.address, responder.port].join(' ');
}

/** What several sensors saw, each connection once: of either side the most that was counted. In the order of time. */
export function seenOnce(sensors: readonly (readonly ZeekConnection[])[]): readonly ZeekConnection[] {
  const once: ZeekConnection[] = [];
  const lastOf = new Map<string, number>();
  for (const one of sensors.flat().sort((a, b) => a.at - b.at)) {
    const index = lastOf.get(tuple(one));
    const before = index === undefined ? undefined : once[index];
    if (index !== undefined && before && one.at - before.at < SAME_MOMENT) {
      once[index] = {
        ...before,
        sent: larger(before.sent, one.sent),
        received: larger(before.received, one.received),
      };
      continue;
    }
    lastOf.set(tuple(one), once.length);
    once.push(one);
  }
  return once;
}
