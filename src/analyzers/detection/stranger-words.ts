/** An address outside, with who announces it and where it is registered, as far as that is known. */
import type { FactsReading } from '../../record/address-facts.ts';

/** `203.0.113.9 (EXAMPLE-NET, AS64500, NL)`, or the address alone. */
export function strangerWords(address: string, facts: FactsReading | undefined): string {
  const { network, country } = facts?.of.get(address) ?? {};
  const known = [...(network ? [network.name, `AS${network.asn}`] : []), ...(country ? [country] : [])];
  return known.length === 0 ? address : `${address} (${known.join(', ')})`;
}
