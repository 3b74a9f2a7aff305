import { describe, expect, it } from 'vitest';
import type { Cost } from '../../src/diagnosis/diagnosis.ts';
import { smallPrint } from '../../src/present/small-print.ts';
import { diagnosis, END } from '../kit/answers.ts';

const UTC = { timeZone: 'UTC' };

interface Changes {
  readonly rulesReadAt?: number | null;
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
