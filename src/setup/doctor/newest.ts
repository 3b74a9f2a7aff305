/** How old the newest record is: one small query, which is also the proof that the source can be asked at all. */
import { extentQuery } from '../../alerts/extent.ts';
import type { Budgets } from '../../investigation/budget.ts';
import type { Source } from '../../investigation/source.ts';
import { bytes, counted } from '../../present/quantities.ts';
import { duration } from '../../present/time.ts';
import type { Progress, QueryResult } from '../../query/engine.ts';
import { SourceError } from '../../query/source-error.ts';
import type { Window } from '../../query/window.ts';
import { passedBudget } from './budget.ts';
import { type Check, fine, problem, warning } from './check.ts';

/** Delivery takes about ten minutes (VPC User Guide, "Flow log records"), and what is scanned costs money. Seconds. */
const LATELY = 1800;
const UNUSUAL = 1200;
/** Of files all that there is. */
const LONG_AGO = 400 * 86_400;

const DEARER = 'flows scan last 15m --spend, which tells up to when there are records';

/** It was stopped when it had scanned what a question may. */
class TooMuch extends Error {
  override readonly name = 'TooMuch';
}

type Extents = QueryResult<{ readonly first: number | null; readonly last: number | null }>;

/** @throws TooMuch, SourceError */
async function ask(
  { engine }: Source,
  window: Window,
  budgets: Budgets,
  signal: AbortSignal,
): Promise<Extents> {
  const query = extentQuery(window);
  const estimate = await engine.estimate?.([query], { signal });
  if (estimate && passedBudget(budgets, estimate))
    throw new TooMuch(`would scan ${bytes(estimate.bytes ?? 0)}`);
  const { bytes: most = Number.POSITIVE_INFINITY } = budgets.question;
  const passed = new AbortController();
  const onProgress = ({ bytesScanned = 0 }: Progress) => {
    if (bytesScanned > most) passed.abort(new TooMuch(`had scanned ${bytes(bytesScanned)}`));
  };
  return engine.run(query, { signal: AbortSignal.any([signal, passed.signal]), onProgress, fresh: true });
}

function nothingCame(about: string, { scan }: Extents): Check {
  const read = scan.records ?? 0;
  // Somewhat more time is read than the half hour, so that these may be records which ended before it.
  if (read > 0)
    return warning(
      about,
      `Of ${counted(read, 'line')} that were read none is a record of the last half hour: they are older, or of another format than is expected.`,
      'aws ec2 describe-flow-logs tells which log groups have records, of which format, and whether they are delivered',
    );
  return warning(
    about,
    'No record came within the last half hour.',
    'flows scan last 24h, to see whether that is new',
  );
}

/** @param now seconds since the epoch. @throws what is not the source's fault */
export async function newestCheck(
  source: Source,
  budgets: Budgets,
  now: number,
  signal: AbortSignal,
): Promise<Check> {
  const about = `source ${source.name}`;
  const isHere = source.about.kind === 'files';
  const window = { start: now - (isHere ? LONG_AGO : LATELY), end: now };
  try {
    const result = await ask(source, window, budgets, signal);
    const last = result.rows[0]?.last ?? null;
    if (last === null)
      return isHere
        ? problem(about, 'No record is there.', `Look where its \`paths\` lead.`)
        : nothingCame(about, result);
    const says = `The newest record is ${duration(Math.max(0, now - last))} old.`;
    if (isHere || now - last < UNUSUAL) return fine(about, says);
    return warning(about, says, 'flows scan last 6h, to see whether flow logs have a gap');
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TooMuch)
      return warning(
        about,
        `How old the newest record is was not found out: the query ${error.message}, and a question may scan less.`,
        DEARER,
      );
    if (!(error instanceof SourceError)) throw error;
    return problem(about, `It cannot be asked: ${error.happened}`, error.todo);
  }
}
