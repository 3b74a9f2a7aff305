/** What is said of many numbers. */

/** The value that so large a part of all is not above; NaN of none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

/** NaN of none. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

export interface Point {
  readonly x: number;
  readonly y: number;
  /** What else `y` may depend on. */
  readonly beside: number;
}

type Of = (point: Point) => number;

/** How much the line through the points (least squares) rises from the first to the last, as a part of where it begins. */
export function growth(points: readonly Point[]): number {
  return risen(points, covariance(points, inX, inY) / covariance(points, inX, inX));
}

/** The same, as it would be had what `y` depends on beside stayed what it was on average (least squares with two variables). */
export function growthAlone(points: readonly Point[]): number {
  const of = (a: Of, b: Of) => covariance(points, a, b);
  const determinant = of(inX, inX) * of(beside, beside) - of(inX, beside) ** 2;
  return risen(points, (of(inX, inY) * of(beside, beside) - of(beside, inY) * of(inX, beside)) / determinant);
}

const inX: Of = ({ x }) => x;
const inY: Of = ({ y }) => y;
const beside: Of = (point) => point.beside;

function covariance(points: readonly Point[], a: Of, b: Of): number {
  const [ofA, ofB] = [mean(points.map(a)), mean(points.map(b))];
  return mean(points.map((one) => (a(one) - ofA) * (b(one) - ofB)));
}

function risen(points: readonly Point[], slope: number): number {
  const [first, last] = [points[0]?.x ?? 0, points.at(-1)?.x ?? 0];
  return (slope * (last - first)) / (mean(points.map(inY)) + slope * (first - mean(points.map(inX))));
}
