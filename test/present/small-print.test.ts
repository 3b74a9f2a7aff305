import { describe, expect, it } from 'vitest';
import { smallPrint } from '../../src/present/small-print.ts';
import { diagnosis, END } from '../kit/answers.ts';

const UTC = { timeZone: 'UTC' };

function firstLine(changes: { readonly rulesReadAt?: number | null; readonly apiCalls?: number }) {
  const plain = diagnosis();
  const { apiCalls = 0, ...completeness } = changes;
  const [line] = smallPrint(
    {
      ...plain,
      completeness: { ...plain.completeness, ...completeness },
      cost: { ...plain.cost, apiCalls },
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
});
