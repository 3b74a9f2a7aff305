/** What a scan costs: Logs Insights is billed by the bytes that a query scans. */

/**
 * US dollars for 10⁹ bytes scanned, by region. Sources: the CloudWatch pricing page for us-east-1 (not verified this year); published figures for
 * ap-northeast-1. Regions that are not here have prices that nobody checked, so they have none.
 */
const USD_PER_GIGABYTE: Readonly<Record<string, number>> = {
  'us-east-1': 0.005,
  'ap-northeast-1': 0.0076,
};

/** US dollars, or null where the region's price or the bytes are not known. Nothing scanned costs nothing anywhere. */
export function estimatedUsd(bytes: number | null, region: string | null): number | null {
  if (bytes === 0) return 0;
  const price = region === null ? undefined : USD_PER_GIGABYTE[region];
  return bytes === null || price === undefined ? null : (bytes / 1e9) * price;
}
