/** A question that would scan more than it may without somebody saying so: what a person needs to know to decide. */

/** As far as it is known. What is free is not in it. */
export interface Spend {
  readonly bytes: number;
  /** US dollars. */
  readonly usd: number;
}

export interface Overspend {
  /** What the queries that come next would take. */
  readonly estimate: {
    readonly bytes: number | null;
    /** US dollars. */
    readonly usd: number | null;
    /** How it was come by, in words. */
    readonly basis: string;
  };
  /** The budget that would be passed, the nearest to the question where there are several. */
  readonly budget: {
    /** Of one question, or of a person or of everybody within 24 hours. */
    readonly of: 'question' | 'person' | 'everybody';
    readonly unit: 'bytes' | 'usd';
    readonly limit: number;
    /** Of that budget, before this. */
    readonly spent: number;
  };
  /** What this question has taken so far. */
  readonly spent: Spend;
  /** It ran, and was stopped when it had scanned that much: more than could be told before. */
  readonly stopped?: true;
  /** The end of the question's window that would fit, as far as a proportion tells; null where none would. Seconds since the epoch. */
  readonly narrowed: { readonly start: number; readonly end: number } | null;
}
