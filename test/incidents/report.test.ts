import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportOf } from '../../src/incidents/report.ts';
import { viewOf } from '../../src/incidents/view.ts';
import { reportMessage } from '../../src/present/report-blocks.ts';
import { renderReportCsv } from '../../src/present/report-csv.ts';
import { renderReportMarkdown } from '../../src/present/report-markdown.ts';
import { messageProblems } from '../kit/block-kit-validator.ts';
import { anyTold, TOLD } from '../kit/incidents.ts';
import { cellsOf, markupIn, outsideFences } from '../kit/shown-problems.ts';

const REPORT = reportOf(viewOf(TOLD));

describe('the report of an incident', () => {
  it('tells the whole story as Markdown', async () => {
    await expect(renderReportMarkdown(REPORT)).toMatchFileSnapshot('../present/golden/incident-report.md');
  });

  it('offers a command that is still to be run as it is pasted, beside what is still to be done', () => {
    const [, open = ''] = /## Open checks\n\n([\s\S]*?)\n\n## /.exec(renderReportMarkdown(REPORT)) ?? [];

    expect(open).toMatch(/^- `aws ec2 create-network-acl-entry [^`]+ --egress [^`]+` \(yours to run\)$/m);
    expect(open).toContain('- action 2: tell the shop');
  });

  it('names the day of each moment where there was more than one', () => {
    const [first, ...rest] = REPORT.timeline;
    if (!first) throw new Error('The timeline is empty.');
    const report = { ...REPORT, timeline: [{ ...first, at: first.at - 86_400 }, ...rest] };

    expect(renderReportMarkdown(report)).toMatch(
      /\| UTC \| who \| what \|\n.*\n\| 2026-11-22 14:07:00 \| [\s\S]*\| 2026-11-23 14:08:00 \| /,
    );
  });

  it('adds up what is known of the cost, and says of how many questions it is not', () => {
    const [known, ...rest] = REPORT.queries;
    if (!known) throw new Error('No question was asked.');
    const unknown = { ...known, cost: { ...known.cost, bytesScanned: null } };
    const total = (queries: typeof REPORT.queries) =>
      /^Together:.*$/m.exec(renderReportMarkdown({ ...REPORT, queries }))?.[0];

    expect(total([unknown])).toContain('scanned: not known; price: about');
    expect(total([unknown, ...rest])).toContain(
      'scanned: 38 MB besides 1 question of which it is not known;',
    );
  });

  it('has the evidence as CSV', async () => {
    await expect(renderReportCsv(REPORT)).toMatchFileSnapshot('../present/golden/incident-report.csv');
  });

  it('puts what is stopped before what is fine, and takes its impact from what is wrong alone', () => {
    expect(REPORT.findings.map(({ answer }) => answer.diagnosis.verdict)).toEqual([
      'nacl-return-outbound',
      'background-scan',
    ]);
    const { first, last, ongoing } = REPORT.findings[0]?.answer.diagnosis.findings[0]?.occurrence ?? {};
    expect(REPORT.impact).toEqual({ first, last, ongoing });
  });

  it('counts findings that may not be shown there, and holds nothing of them', () => {
    expect(REPORT.withheld).toBe(1);
    expect(renderReportMarkdown(REPORT)).toContain('1 finding that may not be shown');
    expect(renderReportMarkdown(REPORT) + renderReportCsv(REPORT)).not.toMatch(/10\.9\.9\.9|payments/);
  });

  it('holds no finding at all for who may ask nothing there', () => {
    const refused = { kind: 'refused', because: 'Guests may not ask.', todo: 'Ask Alice.' } as const;
    const report = reportOf(viewOf({ ...TOLD, access: refused }));

    expect(report).toMatchObject({
      findings: [],
      withheld: 3,
      checks: [],
      queries: [],
      unseen: [],
      ruledOut: [],
    });
    expect(renderReportMarkdown(report)).not.toContain('10.0.');
  });

  it('is the same when it is made again, whatever happened', () => {
    fc.assert(
      fc.property(anyTold, (told) => {
        const { access, ...kept } = told;
        const again = { ...structuredClone(kept), access };
        expect(renderReportMarkdown(reportOf(viewOf(again)))).toBe(
          renderReportMarkdown(reportOf(viewOf(told))),
        );
        expect(renderReportCsv(reportOf(viewOf(again)))).toBe(renderReportCsv(reportOf(viewOf(told))));
      }),
      { numRuns: 30 },
    );
  });

  it('lets nothing that others wrote format, link or embed', () => {
    fc.assert(
      fc.property(anyTold, (told) => {
        const markdown = renderReportMarkdown(reportOf(viewOf(told)));
        const lines = outsideFences(markdown);

        expect(lines.filter((line) => /^# /.test(line))).toHaveLength(1);
        expect(lines.filter((line) => /^## /.test(line))).toHaveLength(9);
        expect(markupIn(markdown)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('is valid CSV, in which no cell is a formula', () => {
    fc.assert(
      fc.property(anyTold, (told) => {
        const [titles, ...rows] = cellsOf(renderReportCsv(reportOf(viewOf(told))));

        expect(titles?.[0]).toBe('incident');
        for (const row of rows) {
          expect(row).toHaveLength(titles?.length ?? 0);
          expect(row.filter((cell) => /^\s*[=+@]/.test(cell) || /^-(?!\d|$)/.test(cell))).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is announced in a message that Slack takes', () => {
    fc.assert(
      fc.property(anyTold, (told) => {
        expect(messageProblems(reportMessage(reportOf(viewOf(told))))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
