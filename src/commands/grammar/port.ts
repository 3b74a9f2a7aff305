/** Ports and protocols in words: `443`, `8000-8100`, `https`, `443/tcp`, `tcp`, `6`. */

import { nearest } from '../../query/nearest.ts';
import type { PortRange } from '../../query/request.ts';
import { SERVICES, servicesNamed } from '../../record/ports.ts';
import { PROTOCOLS, protocolName, protocolNumber } from '../../record/protocols.ts';

export const PORT_FORMS =
  '`port 443`, `port 8000-8100` (0 to 65535, the lower one first), or a service such as `port https`';
export const PROTOCOL_FORMS = '`proto tcp`, `udp`, `icmp` or another IANA name, or its number from 0 to 255';

export interface Ports {
  readonly port: PortRange;
  readonly protocol?: number;
}

const LARGEST = 65_535;

function numbers(text: string): PortRange | undefined {
  const [, low, high = low] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text) ?? [];
  if (low === undefined || high === undefined) return undefined;
  const range = { low: Number(low), high: Number(high) };
  return range.low <= range.high && range.high <= LARGEST ? range : undefined;
}

/** Reads `443`, `8000-8100`, `https`, `443/tcp` or `tcp/443`; undefined for what names no port. */
export function readPorts(word: string): Ports | undefined {
  const [first = '', second, ...rest] = word.split('/');
  if (rest.length > 0) return undefined;
  if (second !== undefined) {
    const protocol = protocolNumber(second) ?? protocolNumber(first);
    const port = numbers(first) ?? numbers(second);
    return protocol === undefined || !port ? undefined : { port, protocol };
  }
  const port = numbers(first) ?? servicePort(first);
  return port && { port };
}

function servicePort(word: string): PortRange | undefined {
  const [service] = servicesNamed(word);
  return service && { low: service.port, high: service.port };
}

/** Whether a word names a service that a port can be meant by. */
export function isService(word: string): boolean {
  return servicesNamed(word).length > 0;
}

/** A port that a wrong word may have been meant as. */
export function nearestPort(word: string): string | undefined {
  const backwards = /^(\d{1,5})-(\d{1,5})$/.exec(word);
  if (backwards) return `${backwards[2]}-${backwards[1]}`;
  return nearest(
    word,
    SERVICES.map(({ name }) => name),
  );
}

export function readProtocol(word: string): number | undefined {
  if (!/^\d{1,4}$/.test(word)) return protocolNumber(word);
  return Number(word) <= 255 ? Number(word) : undefined;
}

export function nearestProtocol(word: string): string | undefined {
  return nearest(
    word,
    PROTOCOLS.filter(({ status }) => status === 'assigned').map(({ number }) => protocolName(number)),
  );
}
