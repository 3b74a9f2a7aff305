/** A table before it is drawn: every cell a text, and which columns a narrow line can do without. */
export interface Table {
  readonly titles: readonly string[] | null;
  /** What the columns are called where their titles are not shown above them, since they tell themselves. */
  readonly headings?: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What cells say as numbers, for sorting; null for those that say none. */
  readonly amounts?: readonly (readonly (number | null)[])[];
  /** Columns that are numbers, to be set to the right. */
  readonly numeric: readonly number[];
  /** How much it stands for; null where that is plain. */
  readonly caption: string | null;
  /** Columns that a narrow line can do without, the least telling first. */
  readonly spare?: readonly number[];
  /** The rows with names alone where there are names, for a narrow line. */
  readonly short?: readonly (readonly string[])[];
}
