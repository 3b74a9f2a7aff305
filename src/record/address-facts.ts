/** What is known of a public address from data about the whole internet: where it is registered, and who announces it. */

export interface AddressFacts {
  /** ISO 3166-1 alpha-2, as the registries have it; null where they do not say. */
  readonly country: string | null;
  /** The autonomous system that announces it; null where none is known to. */
  readonly network: { readonly asn: number; readonly name: string } | null;
}

export interface FactsReading {
  /** By the address as it was asked for. An address that nothing is known of is not in it. */
  readonly of: ReadonlyMap<string, AddressFacts>;
  /** Whose data it is and of when, or why there is none: for the small print. */
  readonly notes: readonly string[];
}

/** Never rejects: data that cannot be read is a note. */
export type AddressLookup = (addresses: readonly string[]) => Promise<FactsReading>;
