import { describe, expect, it } from 'vitest';
import type { Completeness, Cost } from '../../src/diagnosis/diagnosis.ts';
import { smallPrint } from '../../src/present/small-print.ts';
import { diagnosis, END } from '../kit/answers.ts';

const UTC = { timeZone: 'UTC' };

interface Changes {
  readonly rulesReadAt?: number | null;
  readonly window?: Completeness['window'];
  readonly recordsFrom?: number;
  readonly apiCalls?: number;
  readonly cost?: Partial<Cost>;
}

function firstLine(changes: Changes) {
  const plain = diagnosis();
  const { apiCalls = 0, cost = {}, ...completeness } = changes;
  const [line] = smallPrint(
    {
      ...plain,
      completeness: { ...plain.completeness, ...completeness },
      cost: { ...plain.cost, apiCalls, ...cost },
    },
    UTC,
  );
  return line;
}

describe('the small print', () => {
  it('says when the rules were read', () => {
    expect(firstLine({ rulesReadAt: END - 900 })).toContain(' · rules read 14:22 · ');
  });

  it('names the days of what was asked, where it is not the day on which the rules were read', () => {
    const day = 86_400;
    const asked = (start: number, end: number) => firstLine({ window: { start, end }, rulesReadAt: END });

    expect(asked(END - day - 3600, END - day)).toContain('Asked for 22 Nov 13:37 to 14:37 UTC');
    expect(asked(END - day, END)).toContain('Asked for 22 Nov 14:37 to 23 Nov 14:37 UTC');
    expect(asked(END - 3600, END)).toContain('Asked for 13:37 to 14:37 UTC');
  });

  it('says when records begin where that is well after what was asked', () => {
    const window = { start: END - 7 * 86_400, end: END };

    expect(firstLine({ window, recordsFrom: END - 3600 })).toContain(', records from 13:37 to 14:30 · ');
    expect(firstLine({ window, recordsFrom: window.start + 60 })).toContain(', records up to 14:30 · ');
    expect(firstLine({ window })).toContain(', records up to 14:30 · ');
  });

  it('says where they come from when nobody knows when they were read', () => {
    expect(firstLine({ rulesReadAt: null })).toContain(' · rules read from files · ');
  });

  it('does not speak of rules where none were read', () => {
    expect(firstLine({})).not.toContain('rules');
  });

  it('counts the calls of the EC2 API among the costs', () => {
    expect(firstLine({ apiCalls: 12 })).toContain('6 queries, 12 EC2 calls, 3.1 s');
    expect(firstLine({ apiCalls: 0 })).not.toContain('EC2');
  });

  it('says when the service was asked, where it was not for this question', () => {
    const free = { bytesScanned: 0, queries: 0, estimatedUsd: 0, milliseconds: 200 };

    expect(firstLine({ cost: { ...free, cached: true, cachedAt: END - 90 } })).toContain(
      ' · from memory, asked 14:35:30 (add fresh to ask anew), 0.2 s',
    );
    expect(firstLine({ cost: { cachedAt: END - 90 } })).toContain(
      '6 queries, partly from memory, asked 14:35:30 (add fresh to ask anew), 3.1 s',
    );
  });
});

describe('the small print of several sources', () => {
  function asked(...sources: NonNullable<Completeness['sources']>) {
    const plain = diagnosis();
    return smallPrint({ ...plain, completeness: { ...plain.completeness, sources } }, UTC)[1];
  }
  const answered = (name: string) => ({ name, outcome: 'answered', because: null }) as const;
  const notAsked = (name: string) =>
    ({ name, outcome: 'not-asked', because: 'its VPCs hold no 10.0.1.5' }) as const;

  it('says who answered, who failed and why, and who was not asked and why', () => {
    expect(
      asked(
        answered('payments'),
        { name: 'staging', outcome: 'failed', because: 'Could not read a.log: it is gone. Check the path.' },
        answered('core'),
        notAsked('archive'),
      ),
    ).toBe(
      'Asked payments, core; staging failed: Could not read a.log: it is gone. Check the path; archive not asked: its VPCs hold no 10.0.1.5',
    );
  });

  it('names no more than a few of those with one reason', () => {
    expect(asked(answered('payments'), ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(notAsked))).toBe(
      'Asked payments; a, b, c, d, e and 2 more not asked: its VPCs hold no 10.0.1.5',
    );
  });

  it('does not speak of sources where there is one only', () => {
    expect(asked()).toBe(diagnosis().completeness.notes[0]);
  });
});
