/** SQL text for DuckDB. What a person typed never stands in it: text travels as parameters, names and paths are quoted here and nowhere else. */

/** The values of a statement's `$1`, `$2`, …, in order. */
export class Parameters {
  readonly values: string[] = [];

  /** @returns the placeholder that stands for the text. */
  add(text: string): string {
    this.values.push(text);
    return `$${this.values.length}`;
  }
}

/** The name of a column or table. */
export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A literal for places that take no parameter, such as the options of a table function. */
export function quotedText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A literal. @throws TypeError for what is no finite number. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`${value} is no number that a query can hold.`);
  return String(value);
}
