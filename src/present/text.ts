/** Answers for the terminal. */
import type { Answer, HelpAnswer, MistakeAnswer, OverBudgetAnswer } from '../diagnosis/answer.ts';
import type { Explanation } from '../record/explain.ts';
import { diagnosisLines } from './diagnosis-text.ts';
import { overBudgetText, overBudgetTodo } from './over-budget.ts';
import { label, type Paint, painter } from './paint.ts';
import { asSentence } from './sentence.ts';
import type { TimeStyle } from './time.ts';
import { forShell, forTerminal } from './untrusted.ts';
import { labelled, wrapped } from './wrap.ts';

export interface TextStyle extends TimeStyle {
  /** Columns. */
  readonly width: number;
  readonly color: boolean;
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
    `Try:     ${paint(`flows ${forShell(example)}`, 'bold')}`,
  ];
}

function overBudgetLines({ overspend }: OverBudgetAnswer, width: number, paint: Paint): readonly string[] {
  const text = overBudgetText(overspend);
  return [
    ...wrapped(forTerminal(`Not run. ${text.headline}`), width).map((line) => paint(line, 'look')),
    ...text.because.flatMap((because) => wrapped(forTerminal(because), width)),
    ...labelled('What to do: ', overBudgetTodo(text), width),
  ];
}

function answerLines(answer: Answer, style: TextStyle): readonly string[] {
  const paint = painter(style.color);
  const { width } = style;
  switch (answer.kind) {
    case 'diagnosis':
      return diagnosisLines(answer.diagnosis, width, style, paint);
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
        ...wrapped(forTerminal(asSentence(answer.happened)), width),
        ...labelled('What to do: ', forTerminal(answer.todo), width),
      ];
    case 'over-budget':
      return overBudgetLines(answer, width, paint);
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
