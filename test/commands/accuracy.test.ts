import { describe, expect, it } from 'vitest';
import { understand } from '../../src/commands/answer.ts';

const NOW = Date.parse('2026-11-23T14:10:00Z') / 1000;
const DAY = 86_400;

function read(text: string) {
  return understand(text, { now: NOW, timeZone: 'UTC' });
}

describe('accuracy', () => {
  it.each([
    ['accuracy', 90],
    ['accuracy last 30d', 30],
    ['accuracy 2 weeks', 14],
  ])('is about the days that are named, or ninety: %s', (text, days) => {
    expect(read(text)).toEqual({
      kind: 'action',
      action: { kind: 'accuracy', window: { start: NOW - days * DAY, end: NOW } },
    });
  });

  it.each(['accuracy yesterday', 'accuracy last 2h', 'accuracy last 900d', 'accuracy 10.0.1.5'])(
    'takes nothing else, and says what: %s',
    (text) => {
      expect(read(text)).toMatchObject({
        kind: 'immediate',
        answer: { kind: 'mistake', example: 'accuracy last 30d' },
      });
    },
  );
});
