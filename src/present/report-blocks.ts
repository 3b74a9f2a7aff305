/** What is said of an incident's report over its file. */
import type { IncidentReport } from '../diagnosis/incident-report.ts';
import { message, type SlackMessage } from './block-kit.ts';
import { section, sectionLines } from './blocks.ts';
import { escaped } from './mrkdwn.ts';
import { reportSummary } from './report-markdown.ts';

export function reportMessage(report: IncidentReport): SlackMessage {
  const { name, title } = report;
  return message(`Report of ${name}: ${escaped(title)}`, [
    section(`:page_facing_up: *Report of ${name}*  ${escaped(title)}`),
    sectionLines(reportSummary(report).map(([about, text]) => `*${escaped(about)}*  ${escaped(text)}`)),
  ]);
}
