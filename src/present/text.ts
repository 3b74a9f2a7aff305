/** Answers for the terminal. */
import type { Answer, HelpAnswer, MistakeAnswer } from '../diagnosis/answer.ts';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { Explanation } from '../record/explain.ts';
import { tableLines } from './columns.ts';
import { outlineOf, type Severity, type Table } from './outline.ts';
import type { TimeStyle } from './time.ts';
import { forTerminal } from './untrusted.ts';
import { labelled, wrapped } from './wrap.ts';

export interface TextStyle extends TimeStyle {
  /** Columns. */
  readonly width: number;
  readonly color: boolean;
}

const COLORS: Readonly<Record<Severity | 'dim' | 'bold', string>> = {
  blocked: '31',
  look: '33',
  fine: '32',
  open: '33',
  list: '36',
  dim: '2',
  bold: '1',
};

type Paint = (text: string, color: keyof typeof COLORS) => string;

function painter(color: boolean): Paint {
  return color ? (text, name) => `\u001B[${COLORS[name]}m${text}\u001B[0m` : (text) => text;
}

/** Labels stand in a column of this width. */
const LABEL = 15;

function label(text: string): string {
  return `   ${text}`.padEnd(LABEL);
}

function cleanTable({ titles, rows, numeric, caption }: Table): Table {
  return {
    titles: titles?.map(forTerminal) ?? null,
    rows: rows.map((row) => row.map(forTerminal)),
    numeric,
    caption,
  };
}

function diagnosisLines(
  diagnosis: Diagnosis,
  { width, ...style }: TextStyle,
  paint: Paint,
): readonly string[] {
  const outline = outlineOf(diagnosis, style);
  const table = outline.table ? cleanTable(outline.table) : null;
  const isList = outline.severity === 'list';
  const lines = [
    ...labelled('●  ', forTerminal(outline.headline), width).map((line, index) =>
      index === 0 ? paint('●', outline.severity) + paint(line.slice(1), 'bold') : paint(line, 'bold'),
    ),
    ...(outline.status ? [`   ${paint(outline.status, outline.severity)}`] : []),
    ...(outline.path.length > 0 ? ['', ...outline.path.map((line) => `   ${forTerminal(line)}`)] : []),
    '',
    ...(outline.blocker ? labelled(label('Blocked by'), forTerminal(outline.blocker), width) : []),
    ...(table
      ? tableLines(table).map((line, index) => (isList ? '   ' : label(index === 0 ? 'Evidence' : '')) + line)
      : []),
    ...(table?.caption ? [label('') + paint(`(${table.caption})`, 'dim')] : []),
    // A command is never broken over lines: it is there to be pasted.
    ...(outline.next.isCommand
      ? [label('Next') + forTerminal(outline.next.text)]
      : labelled(label('Next'), forTerminal(outline.next.text), width)),
    ...outline.others.flatMap((other, index) =>
      labelled(label(index === 0 ? 'Also' : ''), forTerminal(other), width),
    ),
    ...outline.smallPrint.flatMap((line) =>
      wrapped(forTerminal(line), width - 3).map((part) => paint(`   ${part}`, 'dim')),
    ),
  ];
  return lines;
}

function explanationLines(
  { headline, notes, communityId, caveats }: Explanation,
  width: number,
  paint: Paint,
): readonly string[] {
  return [
    ...wrapped(forTerminal(headline), width).map((line) => paint(line, 'bold')),
    '',
    ...notes.flatMap(({ about, text }) => labelled(label(forTerminal(about)), forTerminal(text), width)),
    ...(communityId ? [`${label('community id')} ${communityId}`] : []),
    ...(caveats.length > 0
      ? [
          '',
          ...caveats.flatMap((caveat) =>
            labelled('   but ', forTerminal(caveat), width).map((line) => paint(line, 'dim')),
          ),
        ]
      : []),
  ];
}

function helpLines({ verbs: guides, notes }: HelpAnswer, width: number, paint: Paint): readonly string[] {
  const verbs = guides.map(({ name, summary, usage, examples }) => ({
    name: forTerminal(name),
    summary: forTerminal(summary),
    usage: forTerminal(usage),
    examples: examples.map(forTerminal),
  }));
  const widest = Math.max(...verbs.map(({ name }) => name.length));
  const indent = `${' '.repeat(widest)}  `;
  const full = verbs.length === 1;
  return [
    ...verbs.flatMap(({ name, summary, usage, examples }) => [
      ...labelled(`${name.padEnd(widest)}  `, summary, width).map((line, index) =>
        index === 0 ? paint(name, 'bold') + line.slice(name.length) : line,
      ),
      ...labelled(indent, usage, width),
      ...examples
        .slice(0, full ? examples.length : 1)
        .map((example) => paint(`${indent}e.g. ${example}`, 'dim')),
      '',
    ]),
    ...notes.flatMap((note) => wrapped(forTerminal(note), width)),
  ];
}

function mistakeLines(
  { problem, allowed, example }: MistakeAnswer,
  width: number,
  paint: Paint,
): readonly string[] {
  return [
    ...wrapped(forTerminal(problem), width).map((line) => paint(line, 'look')),
    ...labelled('Allowed: ', forTerminal(allowed), width),
    `Try:     ${paint(forTerminal(example), 'bold')}`,
  ];
}

function answerLines(answer: Answer, style: TextStyle): readonly string[] {
  const paint = painter(style.color);
  const { width } = style;
  switch (answer.kind) {
    case 'diagnosis':
      return diagnosisLines(answer.diagnosis, style, paint);
    case 'explanation':
      return explanationLines(answer.explanation, width, paint);
    case 'help':
      return helpLines(answer, width, paint);
    case 'mistake':
      return mistakeLines(answer, width, paint);
    case 'failure':
      return [
        ...wrapped(forTerminal(`Could not ${answer.attempted}.`), width).map((line) =>
          paint(line, 'blocked'),
        ),
        ...wrapped(forTerminal(answer.happened), width),
        ...labelled('What to do: ', forTerminal(answer.todo), width),
      ];
    case 'cancelled':
      return wrapped(forTerminal(`Stopped: ${answer.because}`), width);
  }
}

/** The answer as lines of text that end with a line end. Nothing in it but line ends and, with `color`, colours controls the terminal. */
export function renderText(answer: Answer, style: TextStyle): string {
  return `${answerLines(answer, { ...style, width: Math.max(40, style.width) })
    .join('\n')
    .trimEnd()}\n`;
}
