/** Whether an address is in a prefix list, of which the entries may not be known. */
import { type AddressNumber, blockContains } from '../block.ts';
import type { NetworkIndex } from '../find/index-network.ts';
import { holdsPublicAddressesOnly } from '../prefix-list.ts';
import type { Match } from './match.ts';

export interface PeerMatch {
  readonly match: Match;
  /** Why it is no match or not known, where that is more than an address outside a block. */
  readonly because: string | null;
}

export function isInPrefixList(
  index: NetworkIndex,
  id: string,
  address: AddressNumber,
  isOfInternet: () => boolean,
): PeerMatch {
  const list = index.prefixLists.get(id);
  if (list?.entries) {
    const inside = list.entries.some((block) => blockContains(block, address));
    return { match: inside ? 'yes' : 'no', because: null };
  }
  if (holdsPublicAddressesOnly(id, list) && !isOfInternet()) return { match: 'no', because: null };
  return { match: 'unknown', because: `the entries of prefix list ${id} were not read` };
}
