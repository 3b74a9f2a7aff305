/** How far this machine's clock is from another: requests are signed by it, and questions are about the times that it tells. */
import type { Check, Standing } from './check.ts';

export const CLOCK = 'clock';

/** @param whose the other: `AWS’s`. @param apart seconds */
export function clockCheck(whose: string, apart: number, standing: Standing): Check {
  return {
    about: CLOCK,
    standing,
    says: `This clock and ${whose} are ${apart} s apart.`,
    todo: standing === 'ok' ? null : 'timedatectl set-ntp true',
  };
}
