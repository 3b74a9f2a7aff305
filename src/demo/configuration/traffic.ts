/** Traffic and blocks as the rules of the demo network name them. */
import type { Traffic } from '../../network/traffic.ts';
import { type Cidr, parseCidr } from '../../record/address.ts';

export const ALL: Traffic = { protocol: null, ports: null, icmp: null };
export const PING: Traffic = { protocol: 1, ports: null, icmp: null };

export function block(text: string): Cidr {
  const parsed = parseCidr(text);
  if (!parsed) throw new TypeError(`${text} is no CIDR block`);
  return parsed;
}

export const ANYWHERE = block('0.0.0.0/0');

export function tcp(low: number, high = low): Traffic {
  return { protocol: 6, ports: { low, high }, icmp: null };
}
