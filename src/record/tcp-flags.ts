/**
 * What `tcp-flags` says. The field is the or of the flags of all packets of the interval.
 *
 * A VPC flow log records FIN, SYN, RST and SYN-ACK only: a lone ACK and PSH leave 0 (VPC User Guide, "Flow log records").
 * A transit gateway flow log also records PSH, ACK and URG, though an interval with nothing but lone ACKs is still 0 (Transit Gateway guide).
 */

export const FIN = 1;
const SYN = 2;
export const RST = 4;
const PSH = 8;
const ACK = 16;
const URG = 32;

export type FlagsHome = 'vpc' | 'transit-gateway';

const SYN_ACK = SYN | ACK;

/** Flags whose packets carry an ACK too, so that a transit gateway's ACK bit may be theirs and not a SYN-ACK's. */
const COMES_WITH_ACK = FIN | RST | PSH | URG;

/**
 * Whether the sender of these packets opens the connection: a SYN, and no ACK in the interval.
 * False also where the flags cannot tell.
 */
export function opensConnection(flags: number | null | undefined): boolean {
  return typeof flags === 'number' && (flags & SYN) !== 0 && (flags & ACK) === 0;
}

/** Whether the sender of these packets answers the opening of a connection: a SYN-ACK. False also where the flags cannot tell. */
export function answersConnection(flags: number | null | undefined, home: FlagsHome = 'vpc'): boolean {
  if (typeof flags !== 'number' || (flags & SYN_ACK) !== SYN_ACK) return false;
  return home === 'vpc' || (flags & COMES_WITH_ACK) === 0;
}

/** The flags as words, in the order a connection shows them: `SYN`, `SYN-ACK`, `FIN`, `RST`, `PSH`, `ACK`, `URG`. Empty for 0. */
export function tcpFlagWords(flags: number): readonly string[] {
  const words: string[] = [];
  const both = (flags & SYN_ACK) === SYN_ACK;
  if (both) words.push('SYN-ACK');
  else if (flags & SYN) words.push('SYN');
  else if (flags & ACK) words.push('ACK');
  if (flags & PSH) words.push('PSH');
  if (flags & URG) words.push('URG');
  if (flags & FIN) words.push('FIN');
  if (flags & RST) words.push('RST');
  return words;
}
