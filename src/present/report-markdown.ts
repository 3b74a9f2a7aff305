/** An incident's report as GitHub-flavoured Markdown. All times are in UTC, and nothing in it depends on when it is made. */
import type { IncidentReport, ReportQuery } from '../diagnosis/incident-report.ts';
import { howSure } from './how-sure.ts';
import { renderMarkdown } from './markdown.ts';
import { nextOf } from './next-check.ts';
import { bytes, counted, dollars } from './quantities.ts';
import { duration, isoTime } from './time.ts';
import { forMarkdown, forTerminal } from './untrusted.ts';

const UTC = { timeZone: 'UTC' };

/** `2026-11-23 14:02:11` */
function moment(seconds: number): string {
  return isoTime(seconds).replace('T', ' ').replace('Z', '');
}

/** `2026-11-23 14:02:11 to 14:20:00`, with the second date where it is another. */
function span(first: number, last: number): string {
  const [start, end] = [moment(first), moment(last)];
  const [day = '', time = ''] = end.split(' ');
  return `${start} to ${start.startsWith(day) ? time : end}`;
}

function part(title: string, lines: readonly string[], none: string): readonly string[] {
  return [`## ${title}`, '', ...(lines.length > 0 ? lines : [none]), ''];
}

function bullets(texts: readonly string[]): readonly string[] {
  return texts.map((text) => `- ${forMarkdown(text)}`);
}

function tableOf(titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.map(forMarkdown).join(' | ')} |`;
  return [line(titles), `|${titles.map(() => ' --- |').join('')}`, ...rows.map(line)];
}

/** When it was over is not known where the last answer still saw it; that answer's time is what is known. */
function impactText({ impact, findings }: IncidentReport): string {
  if (impact === null) return 'no finding tells since when and until when';
  const { first, last, ongoing } = impact;
  const asked = moment(Math.max(...findings.map(({ askedAt }) => askedAt)));
  const end = ongoing ? `, and still happening when last asked, ${asked} UTC` : '';
  return `${span(first, last)} UTC (${duration(last - first)})${end}`;
}

/** One sentence each, with what they are about in front; for a message over the file too. */
export function reportSummary(report: IncidentReport): readonly (readonly [about: string, text: string])[] {
  const { severity, openedAt, openedBy, closedAt, closedBecause, findings, withheld } = report;
  const [first] = findings;
  return [
    ...(closedBecause === null ? [] : [['What it was', closedBecause] as const]),
    ...(first
      ? [
          ['Found', first.answer.diagnosis.summary] as const,
          ['Verdict', howSure(first.answer.diagnosis)] as const,
        ]
      : [['Found', 'nothing was added as a finding'] as const]),
    ...(findings.length > 1
      ? [['Also found', `${counted(findings.length - 1, 'other finding')}, below`] as const]
      : []),
    ['Impact', impactText(report)],
    ['Severity', severity ?? 'nobody said'],
    ['Opened', `${moment(openedAt)} UTC by ${openedBy}`],
    [
      'Closed',
      closedAt === null ? 'not yet' : `${moment(closedAt)} UTC, after ${duration(closedAt - openedAt)}`,
    ],
    ...(withheld === 0
      ? []
      : [
          [
            'Withheld',
            `${counted(withheld, 'finding')} that may not be shown where this report goes`,
          ] as const,
        ]),
  ];
}

function findingLines({ findings }: IncidentReport): readonly string[] {
  return findings.flatMap(({ number, answer, askedAt, askedBy, addedBy }, index) => [
    `**F${number}** asked ${moment(askedAt)} UTC by ${forMarkdown(askedBy)}, added by ${forMarkdown(addedBy)}`,
    '',
    renderMarkdown(answer, UTC).trimEnd(),
    ...(index < findings.length - 1 ? [''] : []),
  ]);
}

function queryRow({ question, askedAt, askedBy, sources, cost }: ReportQuery): readonly string[] {
  const { bytesScanned, estimatedUsd, queries, milliseconds, cached } = cost;
  return [
    moment(askedAt),
    askedBy,
    question,
    sources.join(', ') || 'not known',
    String(queries),
    cached ? 'from memory' : bytesScanned === null ? 'not known' : bytes(bytesScanned),
    cached ? dollars(0) : estimatedUsd === null ? 'not known' : dollars(estimatedUsd),
    `${(milliseconds / 1000).toFixed(1)} s`,
  ];
}

/** What is known adds up; of what is not, it is said of how many questions. */
function totalOf(values: readonly (number | null)[], text: (sum: number) => string): string {
  const known = values.filter((value) => value !== null);
  const missing = values.length - known.length;
  if (known.length === 0 && missing > 0) return 'not known';
  const sum = text(known.reduce((total, value) => total + value, 0));
  return missing === 0 ? sum : `${sum} besides ${counted(missing, 'question')} of which it is not known`;
}

function totalText(queries: readonly ReportQuery[]): string {
  const paid = queries.filter(({ cost }) => !cost.cached).map(({ cost }) => cost);
  const asked = queries.reduce((total, { cost }) => total + cost.queries, 0);
  return [
    `Together: ${counted(asked, 'query', 'queries')}`,
    `scanned: ${totalOf(
      paid.map(({ bytesScanned }) => bytesScanned),
      bytes,
    )}`,
    `price: ${totalOf(
      paid.map(({ estimatedUsd }) => estimatedUsd),
      dollars,
    )}.`,
  ].join('; ');
}

function queryLines({ queries }: IncidentReport): readonly string[] {
  if (queries.length === 0) return [];
  const titles = ['UTC', 'who', 'question', 'sources', 'queries', 'scanned', 'price', 'time'];
  return [...tableOf(titles, queries.map(queryRow)), '', forMarkdown(totalText(queries))];
}

function actionLines({ actions }: IncidentReport): readonly string[] {
  return actions.map(({ item, text, who, isDone }) => {
    const whose = who === null ? '' : ` (${forMarkdown(who)})`;
    return `- [${isDone ? 'x' : ' '}] ${item}: ${forMarkdown(text)}${whose}`;
  });
}

/** A command is there to be pasted, so nothing of it is escaped. */
function checkText(check: string): string {
  const { text, isCommand, note } = nextOf(check);
  if (!isCommand || text.includes('`')) return forMarkdown(text);
  return `\`${forTerminal(text)}\`${note === null ? '' : ` (${forMarkdown(note)})`}`;
}

function openLines({ checks, actions }: IncidentReport): readonly string[] {
  const undone = actions.filter(({ isDone }) => !isDone);
  return [
    ...checks.map((check) => `- ${checkText(check)}`),
    ...bullets(
      undone.map(({ item, text, who }) => `action ${item}${who === null ? '' : ` of ${who}`}: ${text}`),
    ),
  ];
}

/** The day stands once where all was on it. */
function timelineLines({ timeline }: IncidentReport): readonly string[] {
  const moments = timeline.map(({ at }) => moment(at));
  const [day = ''] = moments[0]?.split(' ') ?? [];
  const isOneDay = moments.every((one) => one.startsWith(day));
  const rows = timeline.map(({ by, text }, index) => {
    const at = moments[index] ?? '';
    return [isOneDay ? at.slice(day.length + 1) : at, by, text];
  });
  return tableOf([isOneDay ? `${day} UTC` : 'UTC', 'who', 'what'], rows);
}

export function renderReportMarkdown(report: IncidentReport): string {
  const { name, title, ruledOut, unseen, people } = report;
  const lines = [
    `# ${name}: ${forMarkdown(title)}`,
    '',
    ...part(
      'Summary',
      reportSummary(report).map(([about, text]) => `- **${about}:** ${forMarkdown(text)}`),
      '',
    ),
    ...part('Timeline', timelineLines(report), 'Nothing happened.'),
    ...part('Actions', actionLines(report), 'None.'),
    ...part('Open checks', openLines(report), 'None.'),
    ...part('Findings', findingLines(report), 'No answer was added.'),
    ...part('Ruled out', bullets(ruledOut), 'Nothing was ruled out by what was added.'),
    ...part('What could not be seen', bullets(unseen), 'Nothing that the answers know of.'),
    ...part('Queries and their cost', queryLines(report), 'None.'),
    ...part('Who took part', bullets(people), 'Nobody.'),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}
