/** Answers as CSV: the rows of a listing, of the sections of a page, or of the evidence. */
import { stringify } from 'csv-stringify/sync';
import type { Answer } from '../diagnosis/answer.ts';
import type { Diagnosis, Listing, ListingColumn } from '../diagnosis/diagnosis.ts';
import { isoTime } from './time.ts';
import { forSpreadsheet } from './untrusted.ts';

type Cell = string | number | null;
type Row = Readonly<Record<string, Cell>>;

/** Moments as ISO 8601 in UTC, which spreadsheets and programs read alike. */
function cellOf(row: Row, { key, unit }: ListingColumn): Cell {
  const value = row[key] ?? null;
  return unit === 'time' && typeof value === 'number' ? isoTime(value) : value;
}

/** What a list shows, and the names of what has one. */
function listedRows({ columns, rows }: Listing): readonly Row[] {
  return rows.map((row) =>
    Object.fromEntries(
      columns.flatMap((column): readonly (readonly [string, Cell])[] => [
        [column.key, cellOf(row, column)],
        ...(column.nameKey === undefined ? [] : [[column.nameKey, row[column.nameKey] ?? null] as const]),
      ]),
    ),
  );
}

function diagnosisRows(diagnosis: Diagnosis): readonly Row[] {
  const { columns, rows, sections = [], evidence, verdict, confidence, summary } = diagnosis;
  if (columns && rows) return listedRows({ columns, rows });
  if (sections.length > 0) {
    return sections.flatMap(({ title, ...list }) =>
      listedRows(list).map((row) => ({ section: title, ...row })),
    );
  }
  if (evidence.length === 0) return [{ verdict, confidence, summary }];
  return evidence.map((row) => ({ verdict, confidence, ...row }));
}

function answerRows(answer: Answer): readonly Row[] {
  switch (answer.kind) {
    case 'diagnosis':
      return diagnosisRows(answer.diagnosis);
    case 'explanation':
      return answer.explanation.notes.map(({ about, text }) => ({ about, text }));
    case 'help':
      return answer.verbs.map(({ name, summary, usage }) => ({ name, summary, usage }));
    case 'mistake':
      return [{ problem: answer.problem, allowed: answer.allowed, example: answer.example }];
    case 'failure':
      return [{ attempted: answer.attempted, happened: answer.happened, todo: answer.todo }];
    case 'over-budget': {
      const { estimate, budget } = answer.overspend;
      return [{ bytes: estimate.bytes, usd: estimate.usd, budget: budget.of, limit: budget.limit }];
    }
    case 'cancelled':
      return [{ cancelled: answer.because }];
  }
}

/** A header line, then a line a row; a cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function renderCsv(answer: Answer): string {
  const rows = answerRows(answer).map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, cell]) => [key, typeof cell === 'string' ? forSpreadsheet(cell) : cell]),
    ),
  );
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return stringify(rows, { header: true, columns });
}
