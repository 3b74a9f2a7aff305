/** Looks up who public addresses are, in data that packages ship: nothing is asked of anybody, and no address leaves the process. */
import { parseIpAddress } from '../../record/address.ts';
import type { AddressFacts, FactsReading } from '../../record/address-facts.ts';
import { specialAddress } from '../../record/special-address.ts';
import { openCountries } from './country.ts';
import { openNetworks } from './network.ts';

/** The data's licences (CC BY 4.0) ask that its makers are named where it is shown. */
function credit(madeAt: Date): string {
  const day = madeAt.toISOString().slice(0, 10);
  return `Countries and networks are those of registries and routing tables of ${day} (nro.net, routeviews.org, db-ip.com; CC BY 4.0): they may be wrong, and a country is where an address is registered, not where its host is.`;
}

/** Those that somebody on the internet may have. */
function publicOnes(addresses: readonly string[]): readonly string[] {
  return [...new Set(addresses)].filter(
    (address) => parseIpAddress(address) !== undefined && specialAddress(address) === undefined,
  );
}

/** Never rejects: data that cannot be read is a note. */
export async function lookUpAddresses(addresses: readonly string[]): Promise<FactsReading> {
  const wanted = publicOnes(addresses);
  if (wanted.length === 0) return { of: new Map(), notes: [] };
  try {
    const [countries, networks] = await Promise.all([openCountries(), openNetworks()]);
    try {
      const of = new Map<string, AddressFacts>();
      for (const address of wanted) {
        const facts = { country: countries.of(address), network: await networks.of(address) };
        if (facts.country !== null || facts.network !== null) of.set(address, facts);
      }
      return { of, notes: of.size > 0 ? [credit(countries.madeAt)] : [] };
    } finally {
      await networks.close();
    }
  } catch (error) {
    const happened = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return {
      of: new Map(),
      notes: [`Countries and networks of public addresses could not be read: ${happened}.`],
    };
  }
}
