/** Tables of plain text: cells padded to columns. */
import type { Table } from './table.ts';

/** Columns of a terminal that a text takes: two for wide East Asian characters and most emoji, none for combining marks. */
export function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) {
    if (/\p{M}/u.test(character)) continue;
    width +=
      /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}

export function padded(text: string, width: number, toRight: boolean): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return toRight ? space + text : text + space;
}

/** The rows as lines, titles first. The last cell of a row is not padded. A row with fewer cells than columns goes on over the rest. */
export function tableLines({
  titles,
  rows,
  numeric,
}: Pick<Table, 'titles' | 'rows' | 'numeric'>): readonly string[] {
  const all = titles ? [titles, ...rows] : rows;
  const columns = Math.max(0, ...all.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(
      0,
      ...all.map((row) =>
        row.length === columns || column < row.length - 1 ? displayWidth(row[column] ?? '') : 0,
      ),
    ),
  );
  return all.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0, numeric.includes(column)))
      .join('  ')
      .trimEnd(),
  );
}
