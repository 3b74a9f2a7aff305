/** How long things are remembered unless the configuration says otherwise. */

/** In days. */
export interface KeepDays {
  /** Questions with their answers, and watches that have ended. */
  readonly questions: number;
  /** The audit log, and whether answers were right. */
  readonly audit: number;
  /** What was done and delivered, by which a repetition is recognised. */
  readonly work: number;
}

export const KEEP_DAYS: KeepDays = { questions: 90, audit: 400, work: 14 };
