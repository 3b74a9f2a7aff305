/** How many requests there may be in a second: not evenly spread, so that several things that happen together need not queue. */

export interface Allowance {
  /**
   * When a request may be sent, milliseconds of the clock.
   *
   * @param most requests in a second, with this one; fewer than are allowed leave some to what is more urgent
   */
  freeAt(most: number): number;
  /** A request is sent now. */
  spend(): void;
}

export function createAllowance(perSecond: number, now: () => number): Allowance {
  /** When the latest were sent. */
  let sent: readonly number[] = [];
  return {
    freeAt: (most) => (sent.at(-Math.floor(most)) ?? Number.NEGATIVE_INFINITY) + 1000,
    spend: () => {
      sent = [...sent, now()].slice(-perSecond);
    },
  };
}
