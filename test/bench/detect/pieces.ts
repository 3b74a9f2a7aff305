/**
 * What network interfaces write down of an exchange: a piece for each interface that it passes, direction and minute. What one interface writes
 * of the same 5-tuple within an aggregation interval becomes one record later.
 */
import type { Exchange } from './exchange.ts';
import type { Fleet, Host } from './fleet.ts';
import { hash } from './random.ts';

/** Seconds of the shortest aggregation interval. */
const SHORTEST = 60;
const SYN = 2;
const SYN_ACK = 18;
const FIN = 1;
const RST = 4;
const TCP = 6;

/** One direction of an exchange as one interface sees it. */
interface Leg {
  readonly interfaceId: string;
  readonly source: string;
  readonly destination: string;
  /** What the packet carried before a NAT gateway put its own address there. */
  readonly packetSource: string;
  readonly packetDestination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly direction: 'ingress' | 'egress';
  readonly isReply: boolean;
}

export interface Piece {
  readonly leg: Leg;
  readonly protocol: number;
  readonly packets: number;
  readonly bytes: number;
  readonly start: number;
  readonly end: number;
  /** Which of the interface's own minutes it lies in: they do not begin with the clock's. */
  readonly minute: number;
  readonly action: 'ACCEPT' | 'REJECT';
  readonly flags: number;
}

function there({ client, server, clientPort, serverPort }: Exchange, host: Host): Leg {
  return {
    interfaceId: host.interfaceId,
    source: client,
    destination: server,
    packetSource: client,
    packetDestination: server,
    sourcePort: clientPort,
    destinationPort: serverPort,
    direction: host.address === client ? 'egress' : 'ingress',
    isReply: false,
  };
}

function back(leg: Leg): Leg {
  return {
    interfaceId: leg.interfaceId,
    source: leg.destination,
    destination: leg.source,
    packetSource: leg.packetDestination,
    packetDestination: leg.packetSource,
    sourcePort: leg.destinationPort,
    destinationPort: leg.sourcePort,
    direction: leg.direction === 'egress' ? 'ingress' : 'egress',
    isReply: true,
  };
}

/** Both halves at the NAT gateway: between the host and the gateway's own address, and between that and the outside. */
function throughNat(exchange: Exchange, nat: Host): readonly Leg[] {
  const inside: Leg = { ...there(exchange, nat), destination: nat.address, direction: 'ingress' };
  const port = 1024 + (hash(`${exchange.client} ${exchange.clientPort}`) % 64_000);
  const own = { source: nat.address, packetSource: nat.address, sourcePort: port };
  return [inside, { ...there(exchange, nat), ...own, direction: 'egress' }];
}

function legsOf(exchange: Exchange, fleet: Fleet): readonly Leg[] {
  const client = fleet.byAddress.get(exchange.client);
  const server = fleet.byAddress.get(exchange.server);
  const nat = client?.behindNat && !server && isPublic(exchange.server) ? fleet.nat(client.stack) : undefined;
  const isSeen = (host: Host | undefined) =>
    host !== undefined && !(exchange.rejected === 'by-client' && host === server);
  const forth = [
    ...[client, server].flatMap((host) => (host && isSeen(host) ? [there(exchange, host)] : [])),
    ...(nat && exchange.rejected !== 'by-client' ? throughNat(exchange, nat) : []),
  ];
  return exchange.received.packets > 0 ? [...forth, ...forth.map(back)] : forth;
}

function isPublic(address: string): boolean {
  return !address.startsWith('10.') && !address.includes(':');
}

function flagsOf({ protocol, refused, received }: Exchange, isReply: boolean, of: Slice): number {
  if (protocol !== TCP) return 0;
  if (refused) return isReply ? RST : SYN;
  const opening = of.isFirst ? (isReply ? SYN_ACK : SYN) : 0;
  return opening | (of.isLast && received.packets > 0 ? FIN : 0);
}

interface Slice {
  readonly minute: number;
  readonly start: number;
  readonly end: number;
  /** Of the whole, up to its beginning and up to its end. */
  readonly from: number;
  readonly to: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** The minutes that an exchange lies in, as an interface counts them. */
function slicesOf({ at, seconds }: Exchange, phase: number): readonly Slice[] {
  const first = Math.floor((at - phase) / SHORTEST);
  const last = Math.floor((at + seconds - phase) / SHORTEST);
  const share = (moment: number) => (seconds === 0 ? 1 : (moment - at) / seconds);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const begins = (first + index) * SHORTEST + phase;
    const start = Math.max(begins, at);
    const isFirst = index === 0;
    const isLast = index === last - first;
    return {
      minute: first + index,
      start: Math.floor(start),
      end: Math.floor(Math.min(begins + SHORTEST - 1, at + seconds)),
      from: isFirst ? 0 : share(start),
      to: isLast ? 1 : share(begins + SHORTEST),
      isFirst,
      isLast,
    };
  });
}

/** Whether REJECT stands in what this interface writes: one that let it pass before it was dropped elsewhere wrote ACCEPT. */
function isRejected({ rejected, server }: Exchange, leg: Leg, fleet: Fleet): boolean {
  if (!rejected) return false;
  return rejected === 'by-client' || fleet.byAddress.get(server)?.interfaceId === leg.interfaceId;
}

/** Hands each piece to `take`. Packets and bytes of the pieces of one interface and direction are those of the exchange together. */
export function piecesOf(exchange: Exchange, fleet: Fleet, take: (piece: Piece) => void): void {
  for (const leg of legsOf(exchange, fleet)) {
    const side = leg.isReply ? exchange.received : exchange.sent;
    const action = isRejected(exchange, leg, fleet) ? 'REJECT' : 'ACCEPT';
    const upTo = (packets: number) => Math.round((side.bytes * packets) / side.packets);
    for (const slice of slicesOf(exchange, hash(leg.interfaceId) % SHORTEST)) {
      const [from, to] = [Math.round(side.packets * slice.from), Math.round(side.packets * slice.to)];
      if (to === from) continue;
      take({
        leg,
        protocol: exchange.protocol,
        packets: to - from,
        bytes: upTo(to) - upTo(from),
        start: slice.start,
        end: Math.max(slice.start, slice.end),
        minute: slice.minute,
        action,
        flags: flagsOf(exchange, leg.isReply, slice),
      });
    }
  }
}
