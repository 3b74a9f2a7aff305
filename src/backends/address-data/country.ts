/** The country that an address is registered in, from a MaxMind DB that a package ships. It is read whole, which takes about 20 ms. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type CountryResponse, Reader } from 'mmdb-lib';

const require = createRequire(import.meta.url);

export interface Countries {
  /** ISO 3166-1 alpha-2; null where the data has none. */
  of(address: string): string | null;
  /** When the data was made. */
  readonly madeAt: Date;
}

/** The records of this database are flatter than those of MaxMind's own. */
type Registered = CountryResponse & { readonly country_code?: unknown };

/** @throws where the file is not there or is no MaxMind DB. */
export async function openCountries(): Promise<Countries> {
  const reader = new Reader<Registered>(
    await readFile(require.resolve('@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb')),
  );
  return {
    madeAt: reader.metadata.buildEpoch,
    of(address) {
      const code = reader.get(address)?.country_code;
      return typeof code === 'string' && /^[A-Z]{2}$/.test(code) ? code : null;
    },
  };
}
