/** Many rows, a part at a time: a statement of SQLite takes 32766 values at most (its limit SQLITE_MAX_VARIABLE_NUMBER), one of Postgres 65535. */

const ROWS = 1000;

export async function inParts<T>(
  rows: readonly T[],
  write: (part: readonly T[]) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS) await write(rows.slice(from, from + ROWS));
}
