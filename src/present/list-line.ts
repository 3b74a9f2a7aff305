/** A row of a list as one line that wraps, since a table would break in the width of a thread. */
import { code, escaped } from './mrkdwn.ts';
import type { Table } from './table.ts';

/** An action in capitals is what the eye looks for. */
export function emphasized(text: string): string {
  return escaped(text).replace(/\bREJECT(ED)?\b/, '*$&*');
}

interface Cell {
  readonly title: string;
  readonly text: string;
  readonly isNumber: boolean;
}

/** What a list says of nothing: no line needs it. */
function isNothing({ title, text }: Cell): boolean {
  return text === '-' || (text === '0' && /rejected/i.test(title));
}

/** `443` in a column `Port` as `port 443`, `64,449` in a column `Packets` as `64,449 packets`, `2 MB` in a column `Sent` as `2 MB sent`; other amounts say it themselves. */
function withTitle({ text, title }: Cell): string {
  const words = title.toLowerCase();
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

/** The rows as lines. The network interface that all were seen at is told once. */
export function listLines(table: Table): readonly string[] {
  const { titles, rows } = table;
  const at = titles?.indexOf('Network interface') ?? -1;
  const places = new Set(rows.map((row) => row[at]));
  const [place] = places;
  const isOne = titles?.includes('From') && rows.length > 1 && places.size === 1 && place !== undefined;
  const shown = isOne ? rows.map((row) => row.with(at, '-')) : rows;
  return [
    ...shown.map((row, index) => listLine(row, table, `${index + 1}.`)),
    ...(isOne ? [`all at ${escaped(place)}`] : []),
  ];
}

/** When, if it is a list of moments, between whom or what it is about, in code; then what is in words, and the numbers. */
export function listLine(row: readonly string[], { titles, numeric }: Table, mark: string): string {
  const cells = row
    .map((text, index) => ({ title: titles?.[index] ?? '', text, isNumber: numeric.includes(index) }))
    .filter((cell) => !isNothing(cell));
  const pair = pairOf(cells);
  const used = new Set<Cell>(pair?.used);
  const lead = cells.filter(({ title }) => title === 'Change');
  const when = cells.filter(({ title }) => title === 'Start');
  const said = cells.filter(({ title }) => title === 'Action');
  const place = cells.filter(({ title }) => title === 'Network interface' && pair !== null);
  for (const cell of [...lead, ...when, ...said, ...place]) used.add(cell);
  const others = cells.filter((cell) => !used.has(cell));
  const words = others.filter(({ isNumber, title }) => !isNumber && title !== 'Factor');
  const about = [
    ...when.map(({ text }) => text),
    ...(pair ? [pair.text] : []),
    ...words.map(({ text }) => text),
  ];
  const figures = others.filter((cell) => !words.includes(cell)).map((cell) => escaped(withTitle(cell)));
  return [
    mark,
    ...lead.map(({ text }) => `*${escaped(text)}*`),
    code(about.join(' ')),
    [...said.map(({ text }) => emphasized(text)), ...figures, ...place.map(({ text }) => escaped(text))].join(
      ' · ',
    ),
  ].join(' ');
}
