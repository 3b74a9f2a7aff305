/** A table before it is drawn: every cell a text, and which columns a narrow line can do without. */
export interface Table {
  readonly titles: readonly string[] | null;
  readonly rows: readonly (readonly string[])[];
  /** Columns that are numbers, to be set to the right. */
  readonly numeric: readonly number[];
  /** How much it stands for; null where that is plain. */
  readonly caption: string | null;
  /** Columns that a narrow line can do without, the least telling first. */
  readonly spare?: readonly number[];
  /** The rows with names alone where there are names, for a narrow line. */
  readonly short?: readonly (readonly string[])[];
}
