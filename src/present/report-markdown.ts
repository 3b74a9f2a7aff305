/** An incident's report as GitHub-flavoured Markdown. All times are in UTC, and nothing in it depends on when it is made. */
import type { IncidentReport, ReportQuery } from '../diagnosis/incident-report.ts';
import { howSure } from './how-sure.ts';
import { renderMarkdown } from './markdown.ts';
import { bytes, counted, dollars } from './quantities.ts';
import { duration, isoTime } from './time.ts';
import { forMarkdown } from './untrusted.ts';

const UTC = { timeZone: 'UTC' };

/** `2026-11-23 14:02:11` */
function moment(seconds: number): string {
  return isoTime(seconds).replace('T', ' ').replace('Z', '');
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

function impactText({ impact }: IncidentReport): string {
  if (impact === null) return 'no finding tells since when and until when';
  const { first, last, ongoing } = impact;
  const end = ongoing ? ', and still happening when it was last asked' : '';
  return `${moment(first)} to ${moment(last)} UTC (${duration(last - first)})${end}`;
}

/** One sentence each, with what they are about in front; for a message over the file too. */
export function reportSummary(report: IncidentReport): readonly (readonly [about: string, text: string])[] {
  const { severity, openedAt, openedBy, closedAt, closedBecause, findings, withheld } = report;
  const [first] = findings;
  return [
    ...(first
      ? [
          ['Found', first.answer.diagnosis.summary] as const,
          ['Verdict', howSure(first.answer.diagnosis)] as const,
        ]
      : [['Found', 'nothing was added as a finding'] as const]),
    ...(closedBecause === null ? [] : [['What it was', closedBecause] as const]),
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
  return findings.flatMap(({ number, answer, askedAt, askedBy, addedBy }) => [
    `**F${number}** asked ${moment(askedAt)} UTC by ${forMarkdown(askedBy)}, added by ${forMarkdown(addedBy)}`,
    '',
    renderMarkdown(answer, UTC),
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

/** What is known adds up; what is not is said. */
function totalText(queries: readonly ReportQuery[]): string {
  const paid = queries.filter(({ cost }) => !cost.cached);
  const known = (values: readonly (number | null)[]) => values.filter((value) => value !== null);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const scanned = known(paid.map(({ cost }) => cost.bytesScanned));
  const usd = known(paid.map(({ cost }) => cost.estimatedUsd));
  const missing = paid.length - Math.min(scanned.length, usd.length);
  const rest = missing === 0 ? '' : `, besides ${counted(missing, 'question')} whose cost is not known`;
  const asked = sum(queries.map(({ cost }) => cost.queries));
  return `Together: ${counted(asked, 'query', 'queries')}, ${bytes(sum(scanned))} scanned, ${dollars(sum(usd))}${rest}.`;
}

function queryLines({ queries }: IncidentReport): readonly string[] {
  if (queries.length === 0) return [];
  const titles = ['UTC', 'who', 'question', 'sources', 'queries', 'scanned', 'price', 'time'];
  return [...tableOf(titles, queries.map(queryRow)), '', totalText(queries)];
}

function actionLines({ actions }: IncidentReport): readonly string[] {
  return actions.map(({ item, text, who, isDone }) => {
    const whose = who === null ? '' : ` (${forMarkdown(who)})`;
    return `- [${isDone ? 'x' : ' '}] ${item}: ${forMarkdown(text)}${whose}`;
  });
}

export function renderReportMarkdown(report: IncidentReport): string {
  const { name, title, ruledOut, timeline, checks, unseen, people } = report;
  const undone = report.actions.filter(({ isDone }) => !isDone);
  const open = [
    ...checks,
    ...undone.map(({ item, text, who }) => `action ${item}${who === null ? '' : ` of ${who}`}: ${text}`),
  ];
  const rows = timeline.map(({ at, by, text }) => [moment(at), by, text]);
  const lines = [
    `# ${name}: ${forMarkdown(title)}`,
    '',
    ...part(
      'Summary',
      reportSummary(report).map(([about, text]) => `- **${about}** ${forMarkdown(text)}`),
      '',
    ),
    ...part('Findings', findingLines(report), 'No answer was added.'),
    ...part('Ruled out', bullets(ruledOut), 'Nothing was ruled out by what was added.'),
    ...part('Timeline', tableOf(['UTC', 'who', 'what'], rows), 'Nothing happened.'),
    ...part('Actions', actionLines(report), 'None.'),
    ...part('Open checks', bullets(open), 'None.'),
    ...part('What could not be seen', bullets(unseen), 'Nothing that the answers know of.'),
    ...part('Queries and their cost', queryLines(report), 'None.'),
    ...part('Who took part', bullets(people), 'Nobody.'),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}
