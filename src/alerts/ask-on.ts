/** Asks an alert's own question before people are told of it, so that they read at once what blocks. */
import { answer, understand } from '../commands/answer.ts';
import type { DetectorId } from '../diagnosis/detection.ts';
import type { Alert, AlertDiagnosis } from './alert.ts';
import { type Examination, WATCHER } from './examine.ts';
import type { Outcome } from './round.ts';

const ASKED: ReadonlySet<DetectorId> = new Set(['blocked-dependency', 'reject-spike']);
/** Of one round so many: a storm is one cause, and the first tell it. */
const MOST = 5;
/** Milliseconds: people wait for the alert. */
const LIMIT = 20_000;

type Asking = Pick<Examination, 'source' | 'spending' | 'monotonic' | 'signal' | 'lookUp'> & {
  /** The moment that the question is asked for, seconds since the epoch. */
  readonly at: number;
  readonly nowMs: number;
};

/** Null where there is no answer in time: the alert is told without. Never rejects. */
async function diagnosisOf({ finding }: Alert, asking: Asking): Promise<AlertDiagnosis | null> {
  const question = finding.detection?.ask;
  if (question === undefined) return null;
  const { at, nowMs, source, spending, monotonic, signal, lookUp } = asking;
  const answered = await answer(understand(question, { now: at, timeZone: 'UTC' }), {
    now: at,
    monotonic,
    sources: [source],
    signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT)]),
    asker: WATCHER,
    spending,
    ...(lookUp ? { lookUp } : {}),
  });
  if (answered.kind !== 'diagnosis') return null;
  const { verdict, confidence, summary, blocker, nextCheck } = answered.diagnosis;
  return { question, atMs: nowMs, verdict, confidence, summary, blocker, nextCheck };
}

/** Those that begin to fire in this round. @param known what was answered already, by the alert's id */
export async function withDiagnoses(
  outcome: Outcome,
  asking: Asking,
  known: Map<string, AlertDiagnosis | null>,
): Promise<Outcome> {
  const isNew = ({ state, firedAt, diagnosis }: Alert) =>
    state === 'firing' && firedAt === asking.at && diagnosis === null;
  const wanted = outcome.alerts.filter((alert) => ASKED.has(alert.detector) && isNew(alert)).slice(0, MOST);
  await Promise.all(
    wanted
      .filter(({ id }) => !known.has(id))
      .map(async (alert) => known.set(alert.id, await diagnosisOf(alert, asking))),
  );
  return {
    ...outcome,
    alerts: outcome.alerts.map((alert) => {
      const diagnosis = known.get(alert.id) ?? alert.diagnosis;
      return diagnosis === alert.diagnosis ? alert : { ...alert, diagnosis };
    }),
  };
}
