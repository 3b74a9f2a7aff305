/** How threat feeds raise the severity of what a detector found by itself: by one step, never down, and never where nothing was found. */
import { ALERT_SEVERITIES, type Detection, type DetectorId } from '../../diagnosis/detection.ts';
import type { ThreatFeed } from './detecting.ts';

/**
 * Of these the other side is whoever knocks, or a forged sender: the internet's scanners are on every list, and a packet that was rejected did
 * nothing. The last one is about the lists itself.
 */
const NEVER_RAISED: readonly DetectorId[] = ['reject-spike', 'volumetric', 'reflection', 'threat-feed'];

export interface Hit {
  readonly address: string;
  readonly feed: string;
  /** As the list has it. */
  readonly entry: string;
}

export function hitsIn(feeds: readonly ThreatFeed[], addresses: readonly string[]): readonly Hit[] {
  return addresses.flatMap((address) =>
    feeds.flatMap((feed) => {
      const entry = feed.lookUp(address);
      return entry === null ? [] : [{ address, feed: feed.name, entry }];
    }),
  );
}

interface Raised {
  readonly severity: Detection['severity'];
  /** What is said of it; null where no list has one of the addresses. */
  readonly because: string | null;
}

export function raisedBy(
  feeds: readonly ThreatFeed[],
  id: DetectorId,
  { severity, others }: Pick<Detection, 'severity' | 'others'>,
): Raised {
  const [hit] = NEVER_RAISED.includes(id) ? [] : hitsIn(feeds, others);
  if (!hit) return { severity, because: null };
  const above = ALERT_SEVERITIES[Math.max(0, ALERT_SEVERITIES.indexOf(severity) - 1)] ?? severity;
  const entry = hit.entry === hit.address ? '' : ` (${hit.entry})`;
  return { severity: above, because: `${hit.address} is on the list ${hit.feed}${entry}` };
}
