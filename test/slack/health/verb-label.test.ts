import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VERBS } from '../../../src/commands/index.ts';
import { verbOf } from '../../../src/slack/health/verb-label.ts';

describe('the verb of a question as a label', () => {
  it('is its first word, however it is written', () => {
    expect(verbOf(' Reject 10.0.1.5')).toBe('reject');
  });

  it('is one of those that there are, or other, whatever people type', () => {
    const labels = [...VERBS.map(({ name }) => name), 'other'];

    expect(verbOf('xoxb-secret"} 10.0.1.5')).toBe('other');
    fc.assert(fc.property(fc.string(), (text) => labels.includes(verbOf(text))));
  });
});
