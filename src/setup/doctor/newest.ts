/** How old the newest record is: one small query, which is also the proof that the source can be asked at all. */
import { extentOf } from '../../alerts/extent.ts';
import type { Source } from '../../investigation/source.ts';
import { duration } from '../../present/time.ts';
import { SourceError } from '../../query/source-error.ts';
import { type Check, fine, problem, warning } from './check.ts';

/** Delivery takes about ten minutes (VPC User Guide, "Flow log records"), and what is scanned costs money. Seconds. */
const LATELY = 1800;
const UNUSUAL = 1200;
/** Of files all that there is. */
const LONG_AGO = 400 * 86_400;

/** @param now seconds since the epoch. @throws what is not the source's fault */
export async function newestCheck(source: Source, now: number, signal: AbortSignal): Promise<Check> {
  const about = `source ${source.name}`;
  const isHere = source.about.kind === 'files';
  const window = { start: now - (isHere ? LONG_AGO : LATELY), end: now };
  try {
    const extent = await extentOf(source, window, signal);
    if (extent === null)
      return isHere
        ? problem(about, 'No record is there.', `Look where its \`paths\` lead.`)
        : warning(
            about,
            'No record came within the last half hour.',
            'flows scan last 24h, to see whether that is new',
          );
    const says = `The newest record is ${duration(Math.max(0, now - extent.last))} old.`;
    if (isHere || now - extent.last < UNUSUAL) return fine(about, says);
    return warning(about, says, 'flows scan last 6h, to see whether flow logs have a gap');
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return problem(about, `It cannot be asked: ${error.happened}`, error.todo);
  }
}
