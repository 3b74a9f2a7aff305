import { describe, expect, it } from 'vitest';
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import { answer, understand } from '../../src/commands/answer.ts';
import { capture } from '../../src/commands/capture.ts';
import type { Source } from '../../src/investigation/source.ts';
import { parseText } from '../../src/record/parse-lines.ts';
import { ABOUT } from '../kit/about.ts';
import { network } from '../kit/networks.ts';
import { NOW } from '../kit/scope.ts';

const READING = { now: NOW, timeZone: 'UTC' };
const AT = NOW - 600;

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

/** web-1 asks db-1 on 5432; db-1's interface rejects it. */
const REJECTED = [
  `2 123456789010 eni-0web 10.0.1.5 10.0.2.9 49152 5432 6 3 180 ${AT} ${AT + 30} ACCEPT OK`,
  `2 123456789010 eni-0db 10.0.1.5 10.0.2.9 49152 5432 6 3 180 ${AT} ${AT + 30} REJECT OK`,
];

function source(lines: readonly string[]): Source {
  return {
    name: 'test',
    engine: createMemoryEngine(parseText(lines.join('\n'), { file: 'test' }).records),
    about: ABOUT,
    flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
    network: async () => ({ network: network(), readAt: null, calls: 0, notes: [] }),
  };
}

async function diagnosisOf(text: string, lines: readonly string[]) {
  const answered = await answer(understand(text, READING), {
    now: NOW,
    monotonic: () => 0,
    sources: [source(lines)],
    signal: new AbortController().signal,
  });
  if (answered.kind === 'diagnosis') return answered.diagnosis;
  throw new TypeError(`${text} was answered with ${answered.kind}`);
}

describe('`capture`', () => {
  it('is about a subject, its peer and a port', () => {
    expect(requestOf('capture 10.0.1.5 10.0.2.9 5432')).toMatchObject({
      verb: 'capture',
      subjects: [{ text: '10.0.1.5' }, { text: '10.0.2.9' }],
      port: { low: 5432, high: 5432 },
    });
  });

  it.each(capture.examples)('understands its example %s', (example) => {
    expect(requestOf(example).verb).toBe('capture');
  });

  it.each([
    ['capture', '`capture` needs a subject', 'capture 10.0.1.5'],
    ['capture 10.0.1.5 10.0.2.9 10.0.3.3', 'one subject too many', 'capture 10.0.1.5 10.0.2.9'],
    ['capture 10.0.1.5 by bytes', '`capture` has no clause “by”', 'capture 10.0.1.5'],
    ['captur 10.0.1.5', 'did you mean `capture`?', 'capture 10.0.1.5'],
  ])('names what is wrong in %j, with an example that works', (text, problem, example) => {
    const mistake = mistakeOf(text);

    expect(mistake.problem).toContain(problem);
    expect(mistake.example).toBe(example);
  });

  it('answers with a plan for the client where the server rejects it', async () => {
    const diagnosis = await diagnosisOf('capture db-1 web-1 5432', REJECTED);

    expect(diagnosis).toMatchObject({ verdict: 'listing', cost: { queries: expect.any(Number) } });
    expect(diagnosis.summary).toContain('so this plan mirrors web-1');
    expect(diagnosis.plan?.[0]?.text).toContain('SOURCE_ENI=eni-0web');
  });

  it('answers for the client that rejects nothing with its own interface', async () => {
    const diagnosis = await diagnosisOf('capture from 10.0.1.5 to 10.0.2.9 port 5432', REJECTED);

    expect(diagnosis.plan?.[0]?.text).toContain('SOURCE_ENI=eni-0web');
    expect(diagnosis.summary).toContain('nothing comes back');
  });
});
