/** So many requests within any stretch of time: what a service counts before it turns one away. */

export interface Allowed {
  readonly requests: number;
  readonly milliseconds: number;
}

export interface Counted {
  /** Counts a request at that moment. @returns milliseconds until one would be taken; 0 where this one is */
  take(now: number): number;
  /** The most requests within one stretch, those among them that were turned away. */
  readonly most: number;
}

export function counting({ requests, milliseconds }: Allowed): Counted {
  let taken: number[] = [];
  let asked: number[] = [];
  let most = 0;
  return {
    take(now) {
      const isRecent = (at: number) => at > now - milliseconds;
      taken = taken.filter(isRecent);
      asked = [...asked.filter(isRecent), now];
      most = Math.max(most, asked.length);
      const [first = now] = taken;
      if (taken.length >= requests) return Math.max(1, first + milliseconds - now);
      taken.push(now);
      return 0;
    },
    get most() {
      return most;
    },
  };
}
