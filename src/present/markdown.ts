/** Answers as GitHub-flavoured Markdown, for tickets and reports. */
import type { Answer } from '../diagnosis/answer.ts';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import { chainLines } from './chain-text.ts';
import { tableLines } from './columns.ts';
import { outlineOf } from './outline.ts';
import { overBudgetText, overBudgetTodo } from './over-budget.ts';
import { pathLines } from './path.ts';
import { type Sparklines, wideLines } from './sparkline.ts';
import type { Table } from './table.ts';
import type { TimeStyle } from './time.ts';
import { forMarkdown, forTerminal } from './untrusted.ts';

/** A fence longer than any run of backticks inside. */
function fenced(lines: readonly string[], language = ''): readonly string[] {
  const text = lines.map(forTerminal);
  const longest = Math.max(2, ...text.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return [fence + language, ...text, fence, ''];
}

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

function diagnosisLines(question: string, diagnosis: Diagnosis, style: TimeStyle): readonly string[] {
  const outline = outlineOf(diagnosis, style);
  return [
    `### ${forMarkdown(outline.headline)}`,
    '',
    `${forMarkdown(question)}${outline.status ? ` — ${forMarkdown(outline.status)}` : ''}`,
    '',
    ...(outline.path.length > 0 ? fenced(pathLines(outline.path)) : []),
    ...(outline.chain.length > 0
      ? fenced(chainLines(outline.chain, Number.POSITIVE_INFINITY).map(({ text }) => text))
      : []),
    ...(outline.blocker
      ? [`**Blocked by** ${outline.blocker.split(/ {2,}/).map(forMarkdown).join(' · ')}`, '']
      : []),
    ...(outline.table ? table(outline.table) : []),
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
    ...(outline.next.isCommand
      ? [
          `**Next**${outline.next.note ? ` (${forMarkdown(outline.next.note)})` : ''}`,
          '',
          ...fenced([outline.next.text]),
        ]
      : [`**Next** ${forMarkdown(outline.next.text)}`, '']),
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
