/** A stretch of ports, both ends in it. */

export interface PortRange {
  readonly low: number;
  readonly high: number;
}

export const ALL_PORTS: PortRange = { low: 0, high: 65_535 };

export function overlaps(a: PortRange, b: PortRange): boolean {
  return a.low <= b.high && b.low <= a.high;
}

/** What two ranges share; undefined where they do not meet. */
export function overlap(a: PortRange, b: PortRange): PortRange | undefined {
  return overlaps(a, b) ? { low: Math.max(a.low, b.low), high: Math.min(a.high, b.high) } : undefined;
}

/** What of a range is left beside a part of it, in order. */
export function without(range: PortRange, part: PortRange): readonly PortRange[] {
  const before = { low: range.low, high: Math.min(range.high, part.low - 1) };
  const after = { low: Math.max(range.low, part.high + 1), high: range.high };
  return [before, after].filter(({ low, high }) => low <= high);
}

/** `443`, `32768–65535`. */
export function portText({ low, high }: PortRange): string {
  return low === high ? String(low) : `${low}–${high}`;
}
