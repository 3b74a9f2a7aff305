/** Who an address is, in few words: its name, an AWS service, a country and a network, or what kind of address it is. */
import { isPrivateAddress } from '../../record/address.ts';
import type { AddressFacts } from '../../record/address-facts.ts';
import { specialAddress } from '../../record/special-address.ts';

/** `Germany`; the code itself where it is none that people have a name for. */
function countryName(code: string): string {
  return new Intl.DisplayNames('en', { type: 'region', fallback: 'code' }).of(code) ?? code;
}

/** `AS15169 Google LLC`. */
export function networkText({ network }: AddressFacts): string | null {
  return network && `AS${network.asn} ${network.name}`.trim();
}

/** `Germany (DE)`. */
export function countryText({ country }: AddressFacts): string | null {
  if (country === null) return null;
  const name = countryName(country);
  return name === country ? country : `${name} (${country})`;
}

/** The words that stand for an AWS service in records; `AMAZON` is all of AWS. */
export function awsText(service: string): string {
  return service === 'AMAZON' ? 'AWS' : `AWS ${service}`;
}

/** For a column of a list; null where nothing is known. */
export function whoText(address: string, aws: string | null, facts: AddressFacts | undefined): string | null {
  if (aws !== null) return awsText(aws);
  if (facts) {
    const { network, country } = facts;
    return [network?.name, country].filter(Boolean).join(', ') || null;
  }
  // That a peer is inside goes without saying.
  return isPrivateAddress(address) ? null : (specialAddress(address) ?? null);
}
