/**
 * Records that were missing when they were to be looked at: AWS delivers on a best-effort basis, and what comes more than an hour late no round would
 * look at. So once a gap is over, its time is looked at again.
 */
import { HOUR, MOST_MADE_UP, SLOT } from './horizon.ts';
import type { Look } from './look-at.ts';
import type { WatchedState } from './watched-state.ts';

const GAP = 'flow-log-gap';

/** One interface alone is rather stopped than late: what is late is what a flow log delivers. */
function gapsIn({ findings }: Pick<Look, 'findings'>) {
  return findings.flatMap(({ detector, detection }) =>
    detector === GAP && detection && detection.subject.kind !== 'network-interface' ? [detection] : [],
  );
}

/**
 * How the source stands after the newest round.
 *
 * @param end of that round, seconds since the epoch
 */
export function withMissing(
  state: WatchedState,
  look: Pick<Look, 'findings' | 'ran'>,
  end: number,
): WatchedState {
  if (!look.ran.includes(GAP)) return state;
  const gaps = gapsIn(look);
  const began = gaps.flatMap(({ level, first }) => (level >= 1 ? [first] : []));
  const since = Math.min(state.missingSince ?? Number.POSITIVE_INFINITY, ...began);
  if (gaps.length > 0) return { ...state, missingSince: Number.isFinite(since) ? since : null };
  if (state.missingSince === null) return state;
  const from = Math.max(Math.floor(state.missingSince / SLOT) * SLOT, end - MOST_MADE_UP);
  // The round itself reaches back so far.
  if (from >= end - HOUR) return { ...state, missingSince: null };
  return { ...state, missingSince: null, upTo: from, rewinds: state.rewinds + 1 };
}
