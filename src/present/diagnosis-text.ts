/** A diagnosis for the terminal. */
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import { chainLines } from './chain-text.ts';
import { displayWidth, tableLines } from './columns.ts';
import { detectionsText } from './detection/detection-text.ts';
import { fittedTable } from './fitted.ts';
import { type Outline, outlineOf } from './outline.ts';
import { label, type Paint } from './paint.ts';
import { wideLines } from './sparkline.ts';
import type { Table } from './table.ts';
import type { TimeStyle } from './time.ts';
import { forTerminal } from './untrusted.ts';
import { labelled, wrapped } from './wrap.ts';

/** In so many columns of the terminal, where that can be. */
function cleanTable(table: Table, width: number): Table {
  const { titles, rows, short } = table;
  const clean = (of: Table['rows']) => of.map((row) => row.map(forTerminal));
  const whole = {
    ...table,
    titles: titles?.map(forTerminal) ?? null,
    rows: clean(rows),
    ...(short ? { short: clean(short) } : {}),
  };
  const { table: found, leftOut } = fittedTable(whole, width);
  if (leftOut.length === 0) return found;
  const said = `not shown, for want of width: ${leftOut.join(', ')}`;
  return { ...found, caption: found.caption === null ? said : `${found.caption}; ${said}` };
}

/** A line a leg, or two where one would not hold it. */
function pathText({ path }: Outline, width: number): readonly string[] {
  return path.flatMap(({ arrow, outcome }) => {
    const line = forTerminal(`${arrow}   ${outcome}`);
    return displayWidth(line) <= width ? [line] : [forTerminal(arrow), `   ${forTerminal(outcome)}`];
  });
}

function chainText({ chain }: Outline, width: number, paint: Paint): readonly string[] {
  return chainLines(chain, width).map(({ text, blocks }) => (blocks ? paint(text, 'blocked') : text));
}

/** Each list under its title, indented below it. */
function titledText({ sections }: Outline, width: number, paint: Paint): readonly string[] {
  return sections.flatMap(({ title, table }) => {
    const fitted = cleanTable(table, width - 5);
    return [
      `   ${paint(forTerminal(title), 'bold')}`,
      ...sectionRows(fitted).map((line) => `     ${line}`),
      ...(fitted.caption === null ? [] : [`     ${paint(`(${fitted.caption})`, 'dim')}`]),
      '',
    ];
  });
}

/** Two columns of words say what they are without their titles. */
function sectionRows(table: Table): readonly string[] {
  const isPlain = table.titles?.length === 2 && table.numeric.length === 0;
  return tableLines(isPlain ? { ...table, titles: null } : table);
}

function chartText({ chart }: Outline, paint: Paint): readonly string[] {
  if (!chart) return [];
  return [
    ...wideLines(chart).map((line) => `   ${forTerminal(line)}`),
    '',
    ...chart.marks.map((mark, index) => label(index === 0 ? 'Stands out' : '') + forTerminal(mark)),
    ...(chart.legend === null ? [] : [label('') + paint(`(${chart.legend})`, 'dim')]),
  ];
}

/** Begins at the left edge and is never broken, so that what is copied is what was prepared. */
function planText({ plan }: Outline, paint: Paint): readonly string[] {
  const parts = plan.flatMap(({ title, lines }) => [
    '',
    `   ${paint(forTerminal(title), 'bold')}`,
    '',
    ...lines.map(forTerminal),
  ]);
  return parts.length > 0 ? [...parts, ''] : [];
}

/** A command is never broken over lines: it is there to be pasted. */
function nextText({ next }: Outline, width: number, paint: Paint): readonly string[] {
  const text = forTerminal(next.text);
  if (!next.isCommand) return labelled(label('Next'), text, width);
  return [
    label('Next') + text,
    ...(next.note === null ? [] : [label('') + paint(`(${forTerminal(next.note)})`, 'dim')]),
  ];
}

/** What was concluded, and what shows it. */
function conclusionText(
  outline: Outline,
  table: Table | null,
  width: number,
  paint: Paint,
): readonly string[] {
  const isList = outline.severity === 'list';
  return [
    ...(outline.status ? [`   ${paint(outline.status, outline.severity)}`] : []),
    ...(outline.path.length > 0 ? ['', ...pathText(outline, width - 3).map((line) => `   ${line}`)] : []),
    ...(outline.chain.length > 0
      ? ['', ...chainText(outline, width - 3, paint).map((line) => `   ${line}`)]
      : []),
    '',
    ...(outline.blocker ? labelled(label('Blocked by'), forTerminal(outline.blocker), width) : []),
    ...(table
      ? tableLines(table).map((line, index) => (isList ? '   ' : label(index === 0 ? 'Evidence' : '')) + line)
      : []),
  ];
}

/** In lines of `width` columns, but for tables and what is there to be copied. */
export function diagnosisLines(
  diagnosis: Diagnosis,
  width: number,
  style: TimeStyle,
  paint: Paint,
): readonly string[] {
  const outline = outlineOf(diagnosis, style);
  const isList = outline.severity === 'list';
  const indent = isList ? 3 : label('').length;
  const table = outline.table ? cleanTable(outline.table, width - indent) : null;
  const isDetections = outline.detections.length > 0;
  return [
    ...labelled('●  ', forTerminal(outline.headline), width).map((line, index) =>
      index === 0 ? paint('●', outline.severity) + paint(line.slice(1), 'bold') : paint(line, 'bold'),
    ),
    ...(isDetections
      ? ['', ...detectionsText(outline.detections, width, paint)]
      : conclusionText(outline, table, width, paint)),
    ...chartText(outline, paint),
    ...(table?.caption && !isDetections ? [' '.repeat(indent) + paint(`(${table.caption})`, 'dim')] : []),
    ...titledText(outline, width, paint),
    ...planText(outline, paint),
    ...(outline.file ? labelled(label('File'), forTerminal(outline.file), width) : []),
    ...(isDetections ? [] : nextText(outline, width, paint)),
    ...outline.others.flatMap((other, index) =>
      labelled(label(index === 0 ? 'Also' : ''), forTerminal(other), width),
    ),
    ...outline.smallPrint.flatMap((line) =>
      wrapped(forTerminal(line), width - 3).map((part) => paint(`   ${part}`, 'dim')),
    ),
  ];
}
