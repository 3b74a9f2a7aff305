/** What one round comes to: alerts, what is told of them, what was learned, and how far it was watched, all of it written or none. */
import type { Finding } from '../diagnosis/diagnosis.ts';
import type { Alert, AlertDiagnosis } from './alert.ts';
import { withDiagnoses } from './ask-on.ts';
import { withSight } from './blind.ts';
import type { Look, LookParts } from './look-at.ts';
import { accountOf, type Round, type Standing } from './round.ts';
import { step } from './step.ts';
import type { WatchedState } from './watched-state.ts';

export interface Carried {
  /** The same when it is decided again after a crash. */
  readonly id: string;
  /** Seconds since the epoch. */
  readonly at: number;
  /** Null where nobody could look. */
  readonly look: Look | null;
  /** How the source stands after it. */
  readonly after: WatchedState;
  /** That the source itself cannot be seen; null where it can. */
  readonly blind: Finding | null;
  /** The one that ends now; those before it make up for time in which no process was up. */
  readonly isLast: boolean;
}

/** What is over may still be among what a round measured, seconds: its window, and the slot that this begins in. */
const MEASURED = 2 * 3600;

/**
 * What belongs to an attack is not normal, not even while it is not confirmed yet, nor just after its end. Of low severity is what nobody has to look
 * at, such as what was never seen before: if it were not learned, it would never become normal.
 */
function isNormalBeside(alerts: readonly Alert[], at: number): (series: string) => boolean {
  const open = alerts.filter(
    ({ state, severity, firedAt, last }) =>
      severity !== 'low' && (state !== 'resolved' || (firedAt !== null && at - last < MEASURED)),
  );
  return (series) => {
    const [detector, ...parts] = series.split('|');
    return !open.some((alert) => alert.detector === detector && parts.includes(alert.subject.id));
  };
}

/** @returns false where it had been written before, and nothing was written now */
export async function carryOut(parts: LookParts, carried: Carried): Promise<boolean> {
  const { source, turn, memory, settings, decide, now, monotonic, lookUp, allowance } = parts;
  const { id, at, look, after, blind, isLast } = carried;
  const account = accountOf(source);
  const answered = new Map<string, AlertDiagnosis | null>();
  let before: Standing['alerts'] = [];
  let committed = () => {};

  const roundOf = (standing: Standing): Round =>
    withSight(
      {
        ...{ source: source.name, account, at, nowMs: now(), isCatchingUp: !isLast },
        ...{ evaluated: look?.ran ?? [], findings: look?.findings ?? [] },
      },
      blind,
      standing,
    );

  const outcome = await decide({
    ...{ id, at },
    async decide(standing) {
      before = standing.alerts;
      const decided = step(roundOf(standing), standing, {
        ...settings,
        every: after.spacing ?? settings.every,
      });
      if (!isLast) return decided;
      const asking = { source, spending: allowance.rounds, monotonic, signal: turn.signal, lookUp };
      return withDiagnoses(decided, { ...asking, at, nowMs: now() }, answered);
    },
    async alongside(on, { alerts }) {
      const all = new Map([...before, ...alerts].map((alert) => [alert.id, alert]));
      const ofSource = [...all.values()].filter((alert) => alert.source === source.name);
      const isNormal = isNormalBeside(ofSource, at);
      for (const observed of look?.observed ?? []) memory.learned.observe(observed, isNormal);
      committed = await memory.write(on, after);
    },
  });
  if (!outcome) return false;
  committed();
  return true;
}
