import { describe, expect, it } from 'vitest';
import { understand } from '../../src/commands/answer.ts';
import { coverage } from '../../src/commands/coverage.ts';
import { NOW } from '../kit/scope.ts';

const READING = { now: NOW, timeZone: 'UTC' };

function requestOf(text: string) {
  const understood = understand(text, READING);
  if (understood.kind === 'question') return understood.request;
  throw new TypeError(`${text} is no question`);
}

function mistakeOf(text: string) {
  const understood = understand(text, READING);
  if (understood.kind === 'immediate' && understood.answer.kind === 'mistake') return understood.answer;
  throw new TypeError(`${text} is no mistake`);
}

describe('`coverage`', () => {
  it('is about the whole network without a subject', () => {
    expect(requestOf('coverage')).toMatchObject({ verb: 'coverage', subjects: [] });
  });

  it('is about one thing, in a window', () => {
    expect(requestOf('coverage of vpc-0a1b2c3d last 24h')).toMatchObject({
      subjects: [{ kind: 'vpc', id: 'vpc-0a1b2c3d' }],
      window: { start: NOW - 86_400, end: NOW },
    });
  });

  it.each(coverage.examples)('understands its example %s', (example) => {
    expect(requestOf(example).verb).toBe('coverage');
  });

  it.each([
    ['coverage 10.0.1.5 10.0.2.9', 'one subject too many: `coverage` takes one subject', 'coverage 10.0.1.5'],
    ['coverage port 443', '`coverage` has no clause “port”', 'coverage'],
    ['coverge vpc-0a1b2c3d', 'did you mean `coverage`?', 'coverage vpc-0a1b2c3d'],
  ])('names what is wrong in %j, with an example that works', (text, problem, example) => {
    const mistake = mistakeOf(text);

    expect(mistake.problem).toContain(problem);
    expect(mistake.example).toBe(example);
  });
});
