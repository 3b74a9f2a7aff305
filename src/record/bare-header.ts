/**
 * What a packet has that carries nothing: an IP header and a TCP header without options, as a reset or an acknowledgement does. A SYN has options.
 * Bytes (RFC 791, RFC 8200, RFC 9293).
 */
export const BARE_HEADER = { 4: 40, 6: 60 } as const;

/** @param address one of its ends, as records write it */
export function bareHeader(address: string): number {
  return BARE_HEADER[address.includes(':') ? 6 : 4];
}
