/** Answers as GitHub-flavoured Markdown, for tickets and reports. */
import type { Answer } from '../diagnosis/answer.ts';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import { chainLines } from './chain-text.ts';
import { tableLines } from './columns.ts';
import { detectionsMarkdown } from './detection/detection-markdown.ts';
import { fenced } from './fenced.ts';
import { type Outline, outlineOf } from './outline.ts';
import { overBudgetText, overBudgetTodo } from './over-budget.ts';
import { pathLines } from './path.ts';
import { type Sparklines, wideLines } from './sparkline.ts';
import type { Table } from './table.ts';
import type { TimeStyle } from './time.ts';
import { forMarkdown } from './untrusted.ts';

function table({ titles, rows, numeric }: Table): readonly string[] {
  if (!titles) return fenced(tableLines({ titles, rows, numeric }));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(titles.map(forMarkdown)),
    line(titles.map((_, column) => (numeric.includes(column) ? '--:' : '---'))),
    ...rows.map((row) => line(row.map(forMarkdown))),
    '',
  ];
}

function chartLines(chart: Sparklines): readonly string[] {
  const said = [...chart.marks, ...(chart.legend === null ? [] : [chart.legend])];
  return [...fenced(wideLines(chart)), ...said.map((text) => `- ${forMarkdown(text)}`), ''];
}

/** The conclusion, what shows it, and what to do. */
function conclusionLines(outline: Outline): readonly string[] {
  if (outline.detections.length > 0) return detectionsMarkdown(outline.detections);
  return [
    ...(outline.path.length > 0 ? fenced(pathLines(outline.path)) : []),
    ...(outline.chain.length > 0
      ? fenced(chainLines(outline.chain, Number.POSITIVE_INFINITY).map(({ text }) => text))
      : []),
    ...(outline.blocker
      ? [`**Blocked by** ${outline.blocker.split(/ {2,}/).map(forMarkdown).join(' · ')}`, '']
      : []),
    ...(outline.table ? table(outline.table) : []),
  ];
}

function nextLines({ next, detections }: Outline): readonly string[] {
  if (detections.length > 0) return [];
  if (!next.isCommand) return [`**Next** ${forMarkdown(next.text)}`, ''];
  return [`**Next**${next.note ? ` (${forMarkdown(next.note)})` : ''}`, '', ...fenced([next.text])];
}

function diagnosisLines(question: string, diagnosis: Diagnosis, style: TimeStyle): readonly string[] {
  const outline = outlineOf(diagnosis, style);
  const status = outline.detections.length > 0 ? '' : outline.status;
  return [
    `### ${forMarkdown(outline.headline)}`,
    '',
    `${forMarkdown(question)}${status ? ` — ${forMarkdown(status)}` : ''}`,
    '',
    ...conclusionLines(outline),
    ...outline.sections.flatMap((section) => [
      `**${forMarkdown(section.title)}**`,
      '',
      ...table(section.table),
    ]),
    ...(outline.chart ? chartLines(outline.chart) : []),
    ...outline.plan.flatMap(({ title, language, lines }) => [
      `**${forMarkdown(title)}**`,
      '',
      ...fenced(lines, language),
    ]),
    ...(outline.file ? [`**File** ${forMarkdown(outline.file)}`, ''] : []),
    ...nextLines(outline),
    ...outline.others.map((other) => `- ${forMarkdown(other)}`),
    ...(outline.others.length > 0 ? [''] : []),
    ...outline.smallPrint.map((line) => `<sub>${forMarkdown(line)}</sub>  `),
  ];
}

function answerLines(answer: Answer, style: TimeStyle): readonly string[] {
  switch (answer.kind) {
    case 'diagnosis':
      return diagnosisLines(answer.question, answer.diagnosis, style);
    case 'explanation': {
      const { headline, notes, communityId, caveats } = answer.explanation;
      return [
        `### ${forMarkdown(headline)}`,
        '',
        ...notes.map(({ about, text }) => `- **${forMarkdown(about)}** ${forMarkdown(text)}`),
        ...(communityId ? [`- **Community ID** \`${communityId}\``] : []),
        '',
        ...caveats.map((caveat) => `> ${forMarkdown(caveat)}`),
      ];
    }
    case 'help':
      return [
        ...answer.verbs.flatMap(({ name, summary, usage, examples }) => [
          `- **${forMarkdown(name)}** ${forMarkdown(summary)}`,
          ...fenced([usage, ...examples]),
        ]),
        ...answer.notes.map(forMarkdown),
      ];
    case 'mistake':
      return [
        forMarkdown(answer.problem),
        '',
        `Allowed: ${forMarkdown(answer.allowed)}`,
        '',
        ...fenced([answer.example]),
      ];
    case 'failure':
      return [
        `**Could not ${forMarkdown(answer.attempted)}**`,
        '',
        forMarkdown(answer.happened),
        '',
        forMarkdown(answer.todo),
      ];
    case 'over-budget': {
      const text = overBudgetText(answer.overspend);
      return [
        `**Not run.** ${forMarkdown(text.headline)}`,
        '',
        ...text.because.map((because) => `- ${forMarkdown(because)}`),
        '',
        forMarkdown(overBudgetTodo(text)),
      ];
    }
    case 'cancelled':
      return [`Stopped: ${forMarkdown(answer.because)}`];
  }
}

export function renderMarkdown(answer: Answer, style: TimeStyle): string {
  return `${answerLines(answer, style).join('\n').trimEnd()}\n`;
}
