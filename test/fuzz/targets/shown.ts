/** What is shown of text that others wrote: in Slack, a terminal, a spreadsheet, Markdown and a picture. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Chart } from '../../../src/diagnosis/diagnosis.ts';
import { reportOf } from '../../../src/incidents/report.ts';
import { viewOf } from '../../../src/incidents/view.ts';
import { alertMessage } from '../../../src/present/alerts/alert-message.ts';
import { auditCsv, auditMarkdown, auditMessage, auditText } from '../../../src/present/audit.ts';
import {
  ephemeralMessage,
  questionMessage,
  textMessage,
  threadMessages,
  verdictMessage,
  wholeMessage,
} from '../../../src/present/block-kit.ts';
import { chartSvg } from '../../../src/present/chart.ts';
import { renderCsv } from '../../../src/present/csv.ts';
import { renderJson } from '../../../src/present/json.ts';
import { renderMarkdown } from '../../../src/present/markdown.ts';
import { code, escaped, prose } from '../../../src/present/mrkdwn.ts';
import { renderReportCsv } from '../../../src/present/report-csv.ts';
import { renderReportMarkdown } from '../../../src/present/report-markdown.ts';
import { renderText } from '../../../src/present/text.ts';
import { forMarkdown, forShell, forSpreadsheet, forTerminal } from '../../../src/present/untrusted.ts';
import { withoutPastedSecrets } from '../../../src/slack/connection/secrets.ts';
import { anyAlertView } from '../../kit/alerts.ts';
import { anyAnswer } from '../../kit/answers.ts';
import { messageProblems } from '../../kit/block-kit-validator.ts';
import { anyTold } from '../../kit/incidents.ts';
import { meanText } from '../../kit/mean-text.ts';
import { controlsIn, emojiIn, formulasIn, markupIn } from '../../kit/shown-problems.ts';
import { target } from '../target.ts';

const UTC = { timeZone: 'UTC' };
const FORMS = ['classic', 'preformatted', 'newer'] as const;
const style = { ...UTC, width: 100, color: false };

const CHART: Chart = {
  ...{ title: '', unit: 'count', start: 1_795_442_400, binSeconds: 300 },
  series: [{ name: 'accepted', role: 'accepted', values: [1, 400, null] }],
};
const OWN_TAGS: ReadonlySet<string> = new Set([
  '<svg',
  '<rect',
  '<path',
  '<text',
  '<g',
  '<defs',
  '<style',
  '<tspan',
  '<clip',
]);

const entry = fc.record({
  at: fc.nat(2_000_000_000_000),
  by: meanText,
  channel: fc.option(meanText),
  action: meanText,
  outcome: meanText,
  what: meanText,
  sources: fc.array(meanText, { maxLength: 3 }),
  bytes: fc.option(fc.nat()),
  verdict: fc.option(meanText),
  note: fc.option(meanText),
});

export const SHOWN = [
  target({
    name: 'a text of others, wherever it is shown',
    cases: 60_000,
    input: meanText,
    holds: (text) => {
      expect(controlsIn(forTerminal(text))).toEqual([]);
      expect(controlsIn(forShell(text))).toEqual([]);
      expect(forShell(text).replaceAll(/'[^']*'|\\'/g, '')).not.toMatch(/[;&|<>()$`\\'*?[\]#~!{}^\n]/);
      expect(controlsIn(renderJson(text))).toEqual([]);
      expect(JSON.parse(renderJson(text))).toBe(text);
      expect(formulasIn(`x,"${forSpreadsheet(text).replaceAll('"', '""')}"\n`)).toEqual([]);
      expect(markupIn(`x ${forMarkdown(text)}`)).toEqual([]);
      const inSlack = [escaped(text), code(text), prose(text)];
      expect(inSlack.filter((shown) => /[<>]|&(?!amp;|lt;|gt;)/.test(shown))).toEqual([]);
      expect(escaped(text)).not.toMatch(/[@#*_~`](?!\u2060)|:\/\//);
      expect([...emojiIn(escaped(text)), ...emojiIn(prose(text.replaceAll('`', '')))]).toEqual([]);
      expect(code(text).slice(1, -1)).not.toContain('`');
    },
  }),
  target({
    name: 'an answer in a terminal, a spreadsheet and Markdown',
    cases: 1_500,
    input: anyAnswer,
    holds: (answer) => {
      expect(controlsIn(renderText(answer, style))).toEqual([]);
      expect(controlsIn(renderJson(answer))).toEqual([]);
      expect(formulasIn(renderCsv(answer))).toEqual([]);
      expect(markupIn(renderMarkdown(answer, UTC))).toEqual([]);
    },
  }),
  target({
    name: 'an answer in Slack',
    cases: 1_500,
    input: fc.record({ answer: anyAnswer, form: fc.constantFrom(...FORMS), question: meanText }),
    holds: ({ answer, form, question }) => {
      const asking = { question, askedBy: null, progress: question, cancelValue: question };
      const messages = [
        ...threadMessages(answer, form, UTC),
        verdictMessage(answer, UTC, 'U0ASKER'),
        ephemeralMessage(answer, UTC),
        wholeMessage(answer, form, UTC),
        questionMessage(asking),
      ];
      expect(messages.flatMap(messageProblems)).toEqual([]);
      expect([...textMessage(answer, UTC).text].length).toBeLessThanOrEqual(4000);
    },
  }),
  target({
    name: 'alerts in Slack',
    cases: 1_000,
    input: fc.record({ first: anyAlertView, others: fc.array(anyAlertView, { maxLength: 5 }) }),
    holds: ({ first, others }) => {
      const alone = alertMessage({ id: 'M1', alerts: [first] }, UTC);
      const together = alertMessage({ id: 'M1', alerts: [first, ...others] }, UTC);
      expect([alone, together].flatMap(messageProblems)).toEqual([]);
    },
  }),
  target({
    name: 'the report of an incident',
    cases: 500,
    input: anyTold,
    holds: (told) => {
      const report = reportOf(viewOf(told));
      expect(controlsIn(renderReportMarkdown(report))).toEqual([]);
      expect(markupIn(renderReportMarkdown(report))).toEqual([]);
      expect(formulasIn(renderReportCsv(report))).toEqual([]);
    },
  }),
  target({
    name: 'the audit log',
    cases: 3_000,
    input: fc.array(entry, { maxLength: 4 }),
    holds: (entries) => {
      const listing = { entries, isCutOff: false, window: { start: 0, end: 2_000_000_000 } };
      expect(controlsIn(auditText(listing, UTC))).toEqual([]);
      expect(formulasIn(auditCsv(entries))).toEqual([]);
      expect(markupIn(auditMarkdown(listing, UTC))).toEqual([]);
      expect(messageProblems(auditMessage(listing, UTC))).toEqual([]);
    },
  }),
  target({
    name: 'the title of a picture',
    cases: 500,
    input: meanText,
    holds: (title) => {
      const svg = chartSvg({ ...CHART, title }, UTC);
      const tags = svg.replaceAll('<![CDATA[', '').match(/<[a-z!?]+/gi) ?? [];
      expect([...new Set(tags)].filter((tag) => !OWN_TAGS.has(tag))).toEqual([]);
      expect(svg).not.toMatch(/<[^>]*(?:href|javascript:|\son[a-z]+=)/i);
    },
  }),
  target({
    name: 'what is pasted by mistake',
    cases: 100_000,
    input: fc.record({ before: meanText, after: meanText }),
    holds: ({ before, after }) => {
      const secrets = [`AKIA${'IOSFODNN7EXAMPLE'}`, `xoxb-${'1234567890-abcdef'}`];
      for (const secret of secrets)
        expect(withoutPastedSecrets(`${before} ${secret} ${after}`)).not.toContain(secret.slice(5));
    },
  }),
];
