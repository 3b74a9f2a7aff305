/** Which packets a rule is about, from the protocol and the two numbers that mean ports or, for ICMP, type and code. */
import { z } from 'zod';
import { protocolNumber } from '../../record/protocols.ts';
import { hasPorts, type IcmpKind, isIcmp, type Traffic } from '../traffic.ts';

/** `tcp`, `6` or, for every protocol, `-1`. */
export const ProtocolName = z.string().transform((text, context) => {
  if (text === '-1' || text === 'all') return null;
  const number = /^\d{1,3}$/.test(text) ? Number(text) : protocolNumber(text);
  if (number !== undefined && number <= 255) return number;
  context.issues.push({ code: 'custom', message: `${text} is no protocol`, input: text });
  return z.NEVER;
});

/** -1 stands for every one, and so does leaving it out. */
function orEvery(number: number | null | undefined): number | null {
  return number == null || number === -1 ? null : number;
}

export function icmpKind(type: number | null | undefined, code: number | null | undefined): IcmpKind {
  return { type: orEvery(type), code: orEvery(code) };
}

/**
 * The EC2 API Reference says of AuthorizeSecurityGroupIngress that a protocol other than TCP, UDP, ICMP and ICMPv6 is allowed on every
 * port, whatever ports the rule names; network ACL entries have ports for TCP and UDP only.
 */
export function trafficOf(
  protocol: number | null,
  from: number | null | undefined,
  to: number | null | undefined,
  icmp: IcmpKind | null,
): Traffic {
  const low = orEvery(from);
  const high = orEvery(to);
  return {
    protocol,
    ports:
      hasPorts(protocol) && (low !== null || high !== null) ? { low: low ?? 0, high: high ?? 65_535 } : null,
    icmp: isIcmp(protocol) ? icmp : null,
  };
}
