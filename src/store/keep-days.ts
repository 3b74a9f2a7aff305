/** How long things are remembered unless the configuration says otherwise. */

/** In days. */
export interface KeepDays {
  /** Questions with their answers and whether those were right, and watches that have ended. */
  readonly questions: number;
  readonly audit: number;
  /** What was done and delivered, by which a repetition is recognised. */
  readonly work: number;
}

export const KEEP_DAYS: KeepDays = { questions: 90, audit: 400, work: 14 };
