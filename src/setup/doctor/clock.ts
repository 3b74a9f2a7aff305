/** How far this machine's clock is from another: requests are signed by it, and questions are about the times that it tells. */
import { type Check, fine, problem, warning } from './check.ts';

export const CLOCK = 'clock';

/**
 * What is signed by a clock that is five minutes away is refused, by Slack and by most services of AWS (Slack, "Verifying requests"; AWS General
 * Reference, "Signing AWS API requests"). Seconds.
 */
const WRONG = 300;
const UNSURE = 30;
const MEND = 'timedatectl set-ntp true';

/** @param whose the other: `AWS’s`. @param difference milliseconds, in either direction */
export function clockCheck(whose: string, difference: number): Check {
  const apart = Math.abs(Math.round(difference / 1000));
  const says = `This clock and ${whose} are ${apart} s apart.`;
  if (apart < UNSURE) return fine(CLOCK, says);
  return apart < WRONG ? warning(CLOCK, says, MEND) : problem(CLOCK, says, MEND);
}
