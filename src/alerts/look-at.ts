/** What detectors find in the last hour of a source, and from time to time in its last day. */
import type { DetectorId } from '../diagnosis/detection.ts';
import type { Overspend } from '../diagnosis/overspend.ts';
import { NotSpent } from '../investigation/not-spent.ts';
import type { Source } from '../investigation/source.ts';
import { SourceError } from '../query/source-error.ts';
import type { Window } from '../query/window.ts';
import { type Allowance, usedUp } from './allowance.ts';
import { type Examination, type Examined, examine, NOT_EXAMINED } from './examine.ts';
import { homeToday } from './find-home.ts';
import { dayWindow, roundWindow } from './horizon.ts';
import type { SourceMemory } from './source-memory.ts';
import type { Turn, WatchParts } from './watch-parts.ts';
import type { WatchedState } from './watched-state.ts';

interface Left {
  readonly detector: DetectorId;
  readonly because: string;
}

export interface Look extends Pick<Examined, 'findings' | 'ran' | 'observed'> {
  readonly failed: readonly Left[];
  /** Left out, because the budget is used up. */
  readonly dropped: readonly Left[];
  readonly home: WatchedState['home'];
  readonly tookDay: boolean;
  /** That the look at the last hour scanned. */
  readonly roundBytes: number;
}

/** The day's budget does not allow a round. */
export class UsedUp extends Error {
  override readonly name = 'UsedUp';
}

export interface LookParts extends WatchParts {
  readonly source: Source;
  readonly turn: Turn;
  readonly memory: SourceMemory;
  readonly allowance: Allowance;
}

function enabled({ detectors, settings }: WatchParts, pace?: 'round' | 'day') {
  return detectors.filter((one) => !settings.off.includes(one.id) && (!pace || one.pace === pace));
}

type Asked = Pick<Examination, 'detectors' | 'window' | 'spending'>;

/** @throws whatever else it was */
function overspendOf(error: unknown): { readonly overspend: Overspend } {
  if (error instanceof NotSpent && error.reason.kind === 'not-asked')
    return { overspend: error.reason.overspend };
  throw error;
}

async function examining(parts: LookParts, { detectors, window, spending }: Asked) {
  const { source, turn, memory, monotonic, lookUp, detection, telemetry } = parts;
  const settings = await detection();
  const { signal } = turn;
  const observer = telemetry.observer();
  const asked = { source, window, spending, signal, observer, inside: settings.inside };
  const home = await homeToday(memory.state.home, asked).catch(overspendOf);
  if ('overspend' in home) return { ...NOT_EXAMINED, ...home, home: memory.state.home };
  const history = memory.learned.before(window.start, memory.state.since);
  const detecting = { settings, home: home.blocks, history };
  const examined = await examine({
    ...{ source, detectors, window, detecting, spending, monotonic, signal, lookUp, observer },
  });
  return { ...examined, home: home.remembered };
}

/** Beside a round, which is worth more: what the source refuses or the budget does not allow is left out. */
async function lookAtDay(parts: LookParts, window: Window): Promise<Examined> {
  const detectors = enabled(parts, 'day');
  try {
    return await examining(parts, { detectors, window, spending: parts.allowance.days });
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const failed = detectors.map(({ id }) => ({ detector: id, because: error.message }));
    return { ...NOT_EXAMINED, failed };
  }
}

/**
 * @param end of the window: records are complete up to there. Seconds since the epoch
 * @throws SourceError when the source cannot be asked, UsedUp when the budget does not allow it, the signal's reason
 */
export async function lookAt(parts: LookParts, end: number, takesDay: boolean): Promise<Look> {
  const hour = await examining(parts, {
    detectors: enabled(parts, 'round'),
    window: roundWindow(end),
    spending: parts.allowance.rounds,
  });
  if (hour.overspend) throw new UsedUp(usedUp(hour.overspend));
  const day = takesDay ? await lookAtDay(parts, dayWindow(end)) : NOT_EXAMINED;
  const because = day.overspend && usedUp(day.overspend);
  return {
    findings: [...hour.findings, ...day.findings],
    ran: [...hour.ran, ...day.ran],
    observed: [...hour.observed, ...day.observed],
    failed: [...hour.failed, ...day.failed],
    dropped: because ? enabled(parts, 'day').map(({ id }) => ({ detector: id, because })) : [],
    home: hour.home,
    tookDay: takesDay,
    roundBytes: hour.bytes,
  };
}

/** What is to be remembered of a time that has passed. What is found in it is not told: it is over, and nobody knew then what is normal. */
export async function learnFrom(parts: LookParts, window: Window): Promise<Examined['observed']> {
  const spending = parts.allowance.days;
  return (await examining(parts, { detectors: enabled(parts), window, spending })).observed;
}
