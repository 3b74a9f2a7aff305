import { describe, expect, it } from 'vitest';
import {
  type AuditEntry,
  auditCsv,
  auditFileName,
  auditMarkdown,
  auditMessage,
  auditText,
} from '../../src/present/audit.ts';

/** 2026-11-23T14:02:11.500Z */
const AT = 1_795_442_531_500;
const WINDOW = { start: 1_795_356_600, end: 1_795_443_000 };
const BERLIN = { timeZone: 'Europe/Berlin' };

function entry(changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    ...{ at: AT, by: 'U0ALICE', channel: 'C0OPS', action: 'question', outcome: 'done' },
    ...{
      what: 'reject 10.0.1.5',
      sources: ['core', 'payments'],
      bytes: 38e6,
      verdict: 'sg-inbound',
      note: null,
    },
    ...changes,
  };
}

const HOSTILE = entry({
  by: 'watch',
  channel: null,
  outcome: 'refused',
  what: '=HYPERLINK("http://x") <!channel> `*|\n',
  note: '@SUM(1+1)',
  bytes: null,
  verdict: null,
  sources: [],
});

describe('the audit log as CSV', () => {
  it('has a line a deed, with its time in UTC and amounts as numbers', () => {
    expect(auditCsv([entry()])).toBe(
      'time,by,channel,action,outcome,what,sources,bytes,verdict,note\n' +
        '2026-11-23T14:02:11.500Z,U0ALICE,C0OPS,question,done,reject 10.0.1.5,core payments,38000000,sg-inbound,\n',
    );
  });

  it('holds nothing that a spreadsheet would run', () => {
    expect(auditCsv([HOSTILE])).toContain(`"'=HYPERLINK(""http://x"") <!channel> \`*| ",,,,'@SUM(1+1)`);
  });

  it('is called by the end of its time', () => {
    expect(auditFileName(WINDOW)).toBe('flows-audit-2026-11-23T141000Z.csv');
  });
});

describe('the audit log as a message', () => {
  it('says who asked what where and what became of it, in the reader’s time', () => {
    const { text, blocks } = auditMessage({ entries: [entry()], isCutOff: false, window: WINDOW }, BERLIN);

    expect(text).toBe('Audit log: 1 deed');
    const drawn = JSON.stringify(blocks);
    expect(drawn).toContain(
      '15:02:11 <@U0ALICE> in <#C0OPS> `reject 10.0.1.5` · question · sg-inbound · core, payments · 38 MB',
    );
    expect(drawn).toContain('since 22 Nov 15:10:00 CET · 1 deed');
  });

  it('says that there is more, and how to have it', () => {
    const { blocks } = auditMessage({ entries: [entry()], isCutOff: true, window: WINDOW }, BERLIN);

    expect(JSON.stringify(blocks)).toContain('the newest 1 deed; `audit … as csv` gives all');
  });

  it('rings nobody and formats nothing by what was typed', () => {
    const drawn = JSON.stringify(
      auditMessage({ entries: [HOSTILE], isCutOff: false, window: WINDOW }, BERLIN).blocks,
    );

    expect(drawn).not.toContain('<!channel>');
    expect(drawn).toContain('*refused*');
  });

  it('says where there is nothing', () => {
    const { text } = auditMessage({ entries: [], isCutOff: false, window: WINDOW }, BERLIN);

    expect(text).toBe('Nothing is in the audit log for that time.');
  });
});

describe('the audit log as text', () => {
  it('has a line a deed under its titles, and nothing that moves the cursor', () => {
    const lines = auditText({ entries: [entry(), HOSTILE], isCutOff: false, window: WINDOW }, BERLIN).split(
      '\n',
    );

    expect(lines[0]).toMatch(/^time \(CET\) +by +channel +action/);
    expect(lines[1]).toMatch(/^23 Nov 15:02:11 +U0ALICE +C0OPS +question +done +reject 10\.0\.1\.5 /);
    expect(lines).toHaveLength(4);
    expect(auditText({ entries: [], isCutOff: false, window: WINDOW }, BERLIN)).toMatch(/^Nothing/);
  });

  it('is a table in Markdown, whatever was typed', () => {
    const lines = auditMarkdown({ entries: [HOSTILE], isCutOff: false, window: WINDOW }, BERLIN).split('\n');

    expect(lines).toHaveLength(4);
    expect(lines[2]).toContain('\\<\\!channel\\>');
  });
});
