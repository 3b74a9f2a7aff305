/** What a query costs: Athena is billed by the bytes that a query scans. */

const MEGABYTE = 1e6;
const TERABYTE = 1e12;
/** "rounded up to the nearest megabyte, with a 10 MB minimum per query" (Athena pricing). */
const LEAST_MEGABYTES = 10;

/**
 * US dollars for a terabyte scanned. Source: the Athena pricing page, which gives this figure without naming a Region (an archived copy; not verified
 * this year). The Regions here are those whose guides and examples use it; the others have prices that nobody checked, so they have none.
 */
const USD_PER_TERABYTE: Readonly<Record<string, number>> = {
  'us-east-1': 5,
  'us-east-2': 5,
  'us-west-2': 5,
  'eu-west-1': 5,
};

/** US dollars for one query, or null where the Region's price or the bytes are not known. A terabyte is taken as 10¹² bytes, which is never too cheap. */
export function queryUsd(bytes: number | null, region: string | null): number | null {
  if (bytes === 0) return 0;
  const price = region === null ? undefined : USD_PER_TERABYTE[region];
  if (bytes === null || price === undefined) return null;
  const billed = Math.max(LEAST_MEGABYTES, Math.ceil(bytes / MEGABYTE)) * MEGABYTE;
  return (billed / TERABYTE) * price;
}
