/** A row of a list as one line that wraps, since a table would break in the width of a thread. */
import { lengthOf } from './limits.ts';
import { code, escaped, withUnits } from './mrkdwn.ts';
import type { Table } from './table.ts';

/** An action in capitals is what the eye looks for. */
export function emphasized(text: string): string {
  return escaped(text).replace(/\bREJECT(ED)?\b/, '*$&*');
}

interface Cell {
  readonly title: string;
  readonly text: string;
  readonly isNumber: boolean;
  /** Its title says what it is. */
  readonly isSpare: boolean;
}

/** What a list says of nothing: no line needs it. */
function isNothing({ title, text }: Cell): boolean {
  return text === '-' || (text === '0' && /rejected|no records/i.test(title));
}

/** `443` in a column `Port` as `port 443`, `64,449` in a column `Packets` as `64,449 packets`, `2 MB` in a column `Sent` as `2 MB sent`; other amounts say it themselves. */
function withTitle({ text, title, isNumber, isSpare }: Cell): string {
  const words = title.toLowerCase();
  if (!isNumber && isSpare) return title === 'Factor' ? text : `${words} ${text}`;
  if (/\d:\d\d$/.test(text)) return `${words} ${text}`;
  const minute = /^(before|after)\/min$/.exec(words)?.[1];
  if (minute !== undefined) return `${text}/min ${minute}`;
  const way = /(?:^| )(sent|received|back)$/.exec(words)?.[1];
  if (!/^[\d,]+$/.test(text)) return way === undefined ? text : `${text} ${way}`;
  if (title === 'Port') return `port ${text}`;
  return `${text} ${text === '1' ? words.replace(/s$/, '') : words}`;
}

/** The cells that say between whom: `10.0.1.5:40000 → 10.0.2.9:5432`; null for a list of other things. */
function pairOf(cells: readonly Cell[]): { readonly text: string; readonly used: readonly Cell[] } | null {
  const at = (title: string) => cells.find((cell) => cell.title === title);
  const [from, to, sourcePort] = [at('From'), at('To'), at('Source port')];
  if (!from || !to) return null;
  const port = sourcePort && at('Port');
  const end = (address: Cell, own: Cell | undefined) =>
    !own ? address.text : `${address.text.includes(':') ? `[${address.text}]` : address.text}:${own.text}`;
  const used = [from, to, ...(sourcePort ? [sourcePort] : []), ...(port ? [port] : [])];
  return { text: `${end(from, sourcePort)} → ${end(to, port)}`, used };
}

/** Characters that stand in one line of a thread beside the channel: of fixed width, and of the usual letters, which are narrower. */
const CODE_WIDTH = 34;
const LINE_WIDTH = 44;

/** Characters up to which a part is kept in one line. */
const SHORT_PART = 24;

/** Parts beside each other: a line ends between two of them, after the dot, and not within a short one such as `5.1 MB received`. */
export function joined(parts: readonly string[]): string {
  return parts
    .map((part) => (lengthOf(part) > SHORT_PART ? withUnits(part) : part.replaceAll(' ', '\u00A0')))
    .join('\u00A0· ');
}

interface Line {
  /** `3.`, then what it is of in bold, if it is a list of changes. */
  readonly begin: string;
  /** What it is about, as it would be typed. */
  readonly about: string;
  readonly rest: readonly string[];
}

/** As many of the words as stand in a line, the first always; and those left. */
function fitting(words: readonly string[]): { readonly about: string; readonly left: readonly string[] } {
  const most = words.findIndex(
    (_, index) => index > 0 && lengthOf(words.slice(0, index + 1).join(' ')) > CODE_WIDTH,
  );
  const kept = most < 0 ? words.length : most;
  return { about: words.slice(0, kept).join(' '), left: words.slice(kept) };
}

function lineOf(row: readonly string[], { titles, numeric, spare = [] }: Table, mark: string): Line {
  const cells = row
    .map((text, index) => ({
      title: titles?.[index] ?? '',
      text,
      isNumber: numeric.includes(index),
      isSpare: spare.includes(index),
    }))
    .filter((cell) => !isNothing(cell));
  const pair = pairOf(cells);
  const used = new Set<Cell>(pair?.used);
  const lead = cells.filter(({ title }) => title === 'Change');
  const when = cells.filter(({ title }) => title === 'Start');
  const said = cells.filter(({ title }) => title === 'Action');
  const place = cells.filter(({ title }) => title === 'Network interface' && pair !== null);
  for (const cell of [...lead, ...when, ...said, ...place]) used.add(cell);
  const others = cells.filter((cell) => !used.has(cell));
  const words = others.filter(
    ({ title, isNumber, isSpare }) => !isSpare && (!isNumber || (title === 'Port' && !pair)),
  );
  const texts = words.map(({ text }) => text);
  const { about, left } = pair ? { about: pair.text, left: texts } : fitting(texts);
  const figures = others.filter((cell) => !words.includes(cell));
  return {
    begin: [mark, ...lead.map(({ text }) => `*${escaped(text)}*`)].join(' '),
    about,
    rest: [
      [...when, ...said].map(({ text }) => emphasized(text)).join(' '),
      ...left.map(emphasized),
      ...figures.map((cell) => escaped(withTitle(cell))),
      ...place.map(({ text }) => escaped(text)),
    ].filter((part) => part !== ''),
  };
}

function isShort({ begin, about, rest }: Line): boolean {
  return lengthOf([begin, about, ...rest].join(' · ')) <= LINE_WIDTH;
}

/** In one line where it fits into one, else what it is about above what is said of it. */
function drawn(line: Line): string {
  const { begin, about, rest } = line;
  const named = about === '' ? begin : `${begin}${begin.includes('*') ? '\n' : ' '}${code(about)}`;
  if (rest.length === 0) return named;
  return `${named}${isShort(line) || about === '' ? ' ' : '\n'}${joined(rest)}`;
}

/** With names alone where names and addresses are too long for a line, as long as no two things have the same name. */
function namesAlone({ titles, rows, short }: Table): readonly (readonly string[])[] {
  if (!short || !titles?.includes('From')) return rows;
  const meant = new Map<string, Set<string>>();
  rows.forEach((row, at) => {
    row.forEach((text, column) => {
      const name = short[at]?.[column] ?? text;
      meant.set(name, (meant.get(name) ?? new Set()).add(text));
    });
  });
  const isClear = (name: string) => (meant.get(name)?.size ?? 0) <= 1;
  const [from, to] = [titles.indexOf('From'), titles.indexOf('To')];
  return rows.map((row, at) => {
    const names = short[at] ?? row;
    const isLong = lengthOf(`${row[from]} → ${row[to]}`) > CODE_WIDTH;
    return isLong
      ? row.map((text, column) => (isClear(names[column] ?? text) ? (names[column] ?? text) : text))
      : row;
  });
}

/** So few rows may take the lines they need. */
const FEW_ROWS = 5;

function without(table: Table, columns: readonly number[]): Table {
  const rows = table.rows.map((row) => row.map((text, column) => (columns.includes(column) ? '-' : text)));
  return { ...table, rows };
}

/** Amounts and places that can be spared go, one after another, until what is said of each row stands in one line. */
function narrowed(table: Table): { readonly table: Table; readonly leftOut: readonly string[] } {
  const { titles, rows, numeric, spare = [] } = table;
  const isWide = (gone: readonly number[]) =>
    without(table, gone).rows.some((row) => {
      const { rest } = lineOf(row, without(table, gone), '');
      return lengthOf(rest.join(' · ').replaceAll('*', '')) > LINE_WIDTH;
    });
  if (rows.length <= FEW_ROWS || !isWide([])) return { table, leftOut: [] };
  const gone: number[] = [];
  for (const column of spare) {
    const canGo = numeric.includes(column) || titles?.[column] === 'Network interface';
    if (canGo && isWide(gone)) gone.push(column);
  }
  // A short one need not go where a long one had to.
  for (const column of [...gone].reverse()) {
    const others = gone.filter((one) => one !== column);
    if (!isWide(others)) gone.splice(gone.indexOf(column), 1);
  }
  const told = gone.filter((column) => rows.some((row) => (row[column] ?? '-') !== '-'));
  return {
    table: without(table, gone),
    leftOut: told.map((column) => (titles?.[column] ?? '').toLowerCase()),
  };
}

/** The rows as lines that wrap well. The network interface that all were seen at is told once; so is what there was no room for. */
export function listLines(all: Table, mark: (index: number) => string): readonly string[] {
  const { titles } = all;
  const at = titles?.indexOf('Network interface') ?? -1;
  const places = new Set(all.rows.map((row) => row[at]));
  const [place] = places;
  const isOne = titles?.includes('From') && all.rows.length > 1 && places.size === 1 && place !== undefined;
  const named = namesAlone(all);
  const rows = isOne ? named.map((row) => row.with(at, '-')) : named;
  const { table, leftOut } = narrowed({ ...all, rows });
  return [
    ...table.rows.map((row, index) => drawn(lineOf(row, table, mark(index)))),
    ...(isOne ? [`all at ${escaped(place)}`] : []),
    ...(leftOut.length > 0 ? [`not shown for width: ${escaped(leftOut.join(', '))}`] : []),
  ];
}
