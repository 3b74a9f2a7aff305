/** Addresses move: one that a network interface has now may have been another's when the records were written, and then its rules are not those of then. */
import { holdersOf } from '../network/find/address-holder.ts';
import type { NetworkIndex } from '../network/find/index-network.ts';
import type { OwnAddresses } from './interface-address.ts';

export interface HistoryFacts {
  readonly network: NetworkIndex | null;
  /** The addresses that the answer is about. */
  readonly addresses: readonly string[];
  /** What records tell of which interface has which address. */
  readonly own: OwnAddresses;
  /** When the first of the records was written, seconds since the epoch. */
  readonly since: number;
}

function loggedElsewhere(address: string, now: string, own: OwnAddresses): string | undefined {
  for (const [interfaceId, candidates] of own) {
    const [only, ...others] = candidates;
    if (interfaceId !== now && others.length === 0 && only === address) return interfaceId;
  }
  return undefined;
}

/** A sentence for each address that was another interface's, or may have been. */
export function addressHistory({ network, addresses, own, since }: HistoryFacts): readonly string[] {
  if (!network) return [];
  return addresses.flatMap((address) => {
    const [holder, ...others] = holdersOf(network, address);
    if (!holder || others.length > 0) return [];
    const { id, attachedAt } = holder.interface;
    const before = loggedElsewhere(address, id, own);
    if (before !== undefined && !network.interfaces.has(before)) {
      return [
        `${address} is ${id}'s now, and these records were written at ${before}, which had it before: the rules shown are not those of then.`,
      ];
    }
    if (attachedAt === null || attachedAt <= since) return [];
    const minutes = Math.ceil((attachedAt - since) / 60);
    return [
      `${id} got ${address} ${minutes} min after the first of these records; those before are another interface's.`,
    ];
  });
}
