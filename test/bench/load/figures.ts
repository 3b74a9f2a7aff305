/** What is said of many numbers. */

/** The value that so large a part of all is not above; NaN of none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How much the line through the points (least squares) rises from the first to the last, as a part of where it begins. */
export function growth(points: readonly Point[]): number {
  const mean = (of: (point: Point) => number) =>
    points.reduce((sum, one) => sum + of(one), 0) / points.length;
  const [x, y] = [mean((one) => one.x), mean((one) => one.y)];
  const slope =
    points.reduce((sum, one) => sum + (one.x - x) * (one.y - y), 0) /
    points.reduce((sum, one) => sum + (one.x - x) ** 2, 0);
  const [first, last] = [points[0]?.x ?? 0, points.at(-1)?.x ?? 0];
  return (slope * (last - first)) / (y + slope * (first - x));
}
