/** Who public addresses are: the data is read when a question first needs it. */
import type { AddressLookup } from './record/address-facts.ts';

export const lookUp: AddressLookup = async (addresses) => {
  const { lookUpAddresses } = await import('./backends/address-data/lookup.ts');
  return lookUpAddresses(addresses);
};
