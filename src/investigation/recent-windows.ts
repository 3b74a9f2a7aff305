/**
 * Which questions are the same although the clock has moved on. `last 1h`, asked again twenty seconds later, means another window, and nobody
 * who asks it means to: an incident has many people who ask the same within a minute.
 *
 * A question whose window ends now gets the window of the same question before it, where that ended at most a minute earlier and is as long or
 * begins at the same time. It is then answered as of that moment, so that all of its answer is true of the window that it names. No record is
 * missed by that: AWS delivers records minutes after the traffic.
 */
import type { Request } from '../query/request.ts';
import type { Window } from '../query/window.ts';

/** Seconds. */
const SAME_MOMENT = 60;
/** Questions of more than the last minutes need not be remembered. */
const REMEMBERED = 1000;

/** What is asked, and as of when, seconds since the epoch. */
interface Settled {
  readonly request: Request;
  readonly now: number;
}

export interface RecentWindows {
  /** The request, with the window and the moment of the same one before it where there was one just now. */
  settle(request: Request, now: number): Settled;
  /** What `settle` would say, of a question that may not be asked. */
  like(request: Request, now: number): Settled;
}

/** What may be alike of two questions that differ in their windows: all else and their length, or all else and where they begin. */
function likenesses({ text: _, fresh: __, window: { start, end }, ...rest }: Request): readonly string[] {
  return [{ length: end - start }, { start }].map((alike) => JSON.stringify([alike, rest]));
}

export function createRecentWindows(): RecentWindows {
  const recent = new Map<string, Window>();

  function remember(likeness: string, window: Window): void {
    recent.delete(likeness);
    recent.set(likeness, window);
    const [oldest] = recent.keys();
    if (recent.size > REMEMBERED && oldest !== undefined) recent.delete(oldest);
  }

  function like(request: Request, now: number): Settled {
    const { window, fresh, versus } = request;
    // The windows of a comparison move together; one of them alone would not be what was asked.
    if (window.end !== now || versus || fresh) return { request, now };
    const same = likenesses(request)
      .map((likeness) => recent.get(likeness))
      .find((before) => before && before.end <= now && now - before.end <= SAME_MOMENT);
    return same ? { request: { ...request, window: same }, now: same.end } : { request, now };
  }

  return {
    like,
    settle(request, now) {
      const { window, versus } = request;
      const settled = like(request, now);
      if (settled.request === request && window.end === now && !versus)
        for (const likeness of likenesses(request)) remember(likeness, window);
      return settled;
    },
  };
}
