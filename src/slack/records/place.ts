/** What a modal with records is about, as it comes back with every press: Slack keeps it with the view. */
import { z } from 'zod';

const RecordsPlace = z.object({
  /** The question's id. */
  question: z.string(),
  channel: z.string(),
  /** The thread of the answer, where a file would go. */
  thread: z.string(),
  /** Only those that were rejected. */
  rejected: z.boolean(),
  /** From 0. */
  page: z.int().min(0),
});
export type RecordsPlace = z.infer<typeof RecordsPlace>;

export function placeText(place: RecordsPlace): string {
  return JSON.stringify(place);
}

/** @throws SyntaxError, ZodError for what no modal of this version holds: a defect. */
export function placeIn(metadata: string): RecordsPlace {
  return RecordsPlace.parse(JSON.parse(metadata));
}
