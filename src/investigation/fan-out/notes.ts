/** What several sources remark on an answer, each sentence under the name of its source unless all of them say it. */
import type { Shortfall } from './shortfall.ts';

export interface Remarks {
  readonly source: string;
  readonly notes: readonly string[];
}

export function sharedNotes(remarks: readonly Remarks[]): readonly string[] {
  const notes = new Set(remarks.flatMap((one) => one.notes));
  return [...notes].flatMap((note) => {
    const saying = remarks.filter((one) => one.notes.includes(note));
    if (saying.length === remarks.length) return [note];
    return saying.map(({ source }) => `${source}: ${note}`);
  });
}

/** @param sources that have more groups than they returned @param measure what the rows are ordered by */
export function shortfallNote(
  { low, atMost, others }: Shortfall,
  sources: readonly string[],
  measure: string,
): string {
  const amount = atMost === null ? '' : `, by at most ${atMost} ${measure} each`;
  const figures = low === 0 ? [] : [`the figures of ${low} of these rows may be low${amount}`];
  const missing = others ? ['others may belong among them'] : [];
  return `${sources.join(', ')} had more groups than were read, so ${[...figures, ...missing].join(', and ')}.`;
}

export function distinctNote(measure: string, sources: readonly string[]): string {
  return `${measure}: ${sources.join(', ')} had more different values than were read, so where several sources have records of a row, it may be low.`;
}

/** @param what is recorded: an interface, or what a flow log is attached to @param sources that hold its records */
export function twiceNote(what: string, sources: readonly string[]): string {
  return `Records of ${what} are in ${sources.join(' and ')}: what both have is counted twice. Name one of them with \`in\`.`;
}
