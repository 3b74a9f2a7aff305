/** How long things are remembered unless the configuration says otherwise. */

/** In days. */
export interface KeepDays {
  /** Questions with their answers, and watches that have ended. */
  readonly questions: number;
  /** The audit log, and whether answers were right. */
  readonly audit: number;
  /** What was done and delivered, by which a repetition is recognised. */
  readonly work: number;
  /** Alerts that are over, with their messages and what was said of them. */
  readonly alerts: number;
}

export const KEEP_DAYS: KeepDays = { questions: 90, audit: 400, work: 14, alerts: 90 };

/** What is remembered of normal traffic: five weeks, so that each hour of the week was seen several times. */
export const HISTORY_DAYS = 35;
