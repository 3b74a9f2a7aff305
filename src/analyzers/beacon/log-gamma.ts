/** The logarithm of the gamma function, for densities of gamma distributions. */

/** From here the series is exact to ten digits. */
const ENOUGH = 7;

/** Stirling's series (Abramowitz and Stegun, 6.1.41), after smaller arguments were shifted by the recurrence. Of `x` above 0. */
export function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < ENOUGH; z += 1) shift += Math.log(z);
  const square = 1 / (z * z);
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
}
