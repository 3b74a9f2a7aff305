import { describe, expect, it } from 'vitest';
import { withClock } from '../../src/alerts/clock-put-back.ts';
import { neverWatched } from '../../src/alerts/watched-state.ts';
import { NOON } from '../kit/watching.ts';

const HOUR = 3600;
const ROUND = 300;
const WATCHED = { ...neverWatched(NOON - 86_400), upTo: NOON, dayUpTo: NOON - HOUR };

describe('how far a source was watched', () => {
  it('is taken back to where the clock went ahead, once that is put back by as much', () => {
    const ahead = withClock(WATCHED, ROUND, NOON + HOUR + ROUND);
    const later = { ...ahead, upTo: NOON + 3 * HOUR, dayUpTo: NOON + 3 * HOUR };

    const right = withClock(later, ROUND, NOON + 2 * HOUR + ROUND);

    expect(right).toMatchObject({ upTo: NOON, dayUpTo: NOON, leap: null, rewinds: 1 });
  });

  it('stays as it is where no process was up for a while, and time goes on', () => {
    const after = { ...withClock(WATCHED, ROUND, NOON + 5 * HOUR), upTo: NOON + 5 * HOUR };

    expect(withClock(after, ROUND, NOON + 5 * HOUR + ROUND)).toEqual(after);
    expect(withClock(after, ROUND, NOON + 5 * HOUR)).toEqual(after);
  });

  it('stays as it is where the clock is put back that was never ahead', () => {
    expect(withClock(WATCHED, ROUND, NOON - HOUR)).toEqual(WATCHED);
  });

  it('is nothing to take back before the first round', () => {
    const never = neverWatched(NOON);

    expect(withClock(never, ROUND, NOON)).toEqual(never);
  });
});
