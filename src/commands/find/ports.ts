/** Ports and protocols in a text that nobody wrote for a machine to read. Every pattern is bounded: no text takes long. */
import type { PortRange } from '../../query/request.ts';
import { protocolNumber } from '../../record/protocols.ts';

export interface FoundPort {
  readonly port: PortRange;
  /** IANA protocol number, where it is written beside the port. */
  readonly protocol?: number;
}

/**
 * `port 443`, `dstPort: 443`, `"localPort": 22`, `ports 8000-8100`, `destination port=443`: up to two quotation marks, a sign with spaces around it or
 * spaces alone, and two more.
 */
const NAMED =
  /(?<![a-z0-9])([a-z]{0,12})([_ -]?)ports?(?![a-z0-9])(?:["'`*]{3,4}|["'`*]{0,2}(?:\s{0,3}[:=#]\s{0,3}["'`*]{0,2}|\s{1,6}["'`*]{0,2})?)(\d{1,5})(?:-(\d{1,5}))?(?!\d|[.:/]\d|[a-z])/gi;
/** Words that may be grown together with `port`; `report 443` and `support 24` name none. */
const JOINED: ReadonlySet<string> = new Set(
  'd dst dest destination local server target to host container service listen listener'.split(' '),
);
/** The port of the side that opens a connection is another one each time. */
const OPENING: ReadonlySet<string> = new Set('s src source remote client from ephemeral'.split(' '));
const BEFORE_PROTOCOL = /(?<![\w.:/-])(\d{1,5})\/(tcp|udp|sctp)(?![a-z0-9])/gi;
const AFTER_PROTOCOL = /(?<![a-z0-9])(tcp|udp|sctp)[\s/:]{1,2}(\d{1,5})(?![\w-]|[.:/]\d)/gi;
/** `on 5432`, of three digits or more; not a year. */
const ON = /(?<![a-z0-9])on\s(?!(?:19|20)\d\d(?!\d))(\d{3,5})(?![\w-]|[.:/]\d)/gi;
/** `db.internal:5432`, `https://web-1:8443/`: a host that is no address. */
const HOST = /(?<![\w.-])(?:[a-z0-9-]{1,63}\.){1,8}[a-z][a-z0-9-]{1,62}:(\d{2,5})(?!\w|[.:]\d)/gi;
const PROTOCOL = /(?<![a-z0-9])(tcp|udp|icmp|icmpv6|sctp)(?![a-z0-9])/gi;

/** Where systems take the ports from that they open connections from (Linux's default range). */
export const FIRST_EPHEMERAL = 32_768;
const LARGEST = 65_535;

function portOf(low: string, high = low, protocol?: string): readonly FoundPort[] {
  const port = { low: Number(low), high: Number(high) };
  if (port.low < 1 || port.high < port.low || port.high > LARGEST) return [];
  const number = protocol === undefined ? undefined : protocolNumber(protocol);
  return [number === undefined ? { port } : { port, protocol: number }];
}

function named(text: string): readonly FoundPort[] {
  return [...text.matchAll(NAMED)].flatMap(([, word = '', between = '', low = '', high]) => {
    const before = word.toLowerCase();
    if (OPENING.has(before) || (before !== '' && between === '' && !JOINED.has(before))) return [];
    return portOf(low, high);
  });
}

/** Each once, those with a protocol first; ports that are rather of the opening side only where there is no other. */
export function portsIn(text: string, written: readonly number[]): readonly FoundPort[] {
  const all = [
    ...[...text.matchAll(BEFORE_PROTOCOL)].flatMap(([, port = '', protocol]) => portOf(port, port, protocol)),
    ...[...text.matchAll(AFTER_PROTOCOL)].flatMap(([, protocol, port = '']) => portOf(port, port, protocol)),
    ...written.flatMap((port) => portOf(`${port}`)),
    ...named(text),
    ...[...text.matchAll(HOST), ...text.matchAll(ON)].flatMap(([, port = '']) => portOf(port)),
  ];
  const byPort = new Map<string, FoundPort>();
  for (const found of all) {
    const key = `${found.port.low}-${found.port.high}`;
    if (!byPort.has(key)) byPort.set(key, found);
  }
  const ports = [...byPort.values()];
  const lasting = ports.filter(({ port }) => port.low < FIRST_EPHEMERAL);
  return lasting.length > 0 ? lasting : ports;
}

/** IANA numbers of the protocols that are named, each once. */
export function protocolsIn(text: string): readonly number[] {
  const numbers = [...text.matchAll(PROTOCOL)].map(([, name = '']) => protocolNumber(name));
  return [...new Set(numbers.filter((number) => number !== undefined))];
}
