import { describe, expect, it } from 'vitest';
import type { Answer, FailureAnswer } from '../../../src/diagnosis/answer.ts';
import type { SourceOutcome } from '../../../src/diagnosis/diagnosis.ts';
import type { Request } from '../../../src/query/request.ts';
import { askedSources } from '../../../src/slack/questions/asked-sources.ts';
import { heardOfSources } from '../../../src/slack/questions/heard-of-sources.ts';
import { source } from '../../cli/kit.ts';
import { answered, diagnosis, END } from '../../kit/answers.ts';

const ALLOWED = ['core', 'payments', 'lab'].map((name) => source({}, name));
const AT = END * 1000;

function request(of?: string): Request {
  const window = { start: END - 3600, end: END };
  return { text: 'top', verb: 'top', subjects: [], window, ...(of === undefined ? {} : { source: of }) };
}

function outcome(name: string, of: SourceOutcome['outcome'], because: string | null = null): SourceOutcome {
  return { name, outcome: of, because };
}

function told(sources: readonly SourceOutcome[], cached = false): Answer {
  const { completeness, cost, ...rest } = diagnosis();
  return answered({ ...rest, completeness: { ...completeness, sources }, cost: { ...cost, cached } });
}

const FAILED: FailureAnswer = {
  ...{ kind: 'failure', question: 'top', attempted: 'start a query' },
  ...{ happened: 'AWS refused it.', todo: 'Allow it.' },
};

describe('the sources that an answer holds something of', () => {
  it('are those that it names, also where they failed or were not asked', () => {
    const some = [
      outcome('core', 'answered'),
      outcome('lab', 'failed', 'gone'),
      outcome('payments', 'not-asked', 'no'),
    ];

    expect(askedSources(told(some), request(), ALLOWED)).toEqual(['core', 'lab', 'payments']);
    expect(askedSources({ ...FAILED, sources: some }, request(), ALLOWED)).toEqual([
      'core',
      'lab',
      'payments',
    ]);
  });

  it('are those that the question names, where the answer does not say', () => {
    expect(askedSources(answered(), request('payments'), ALLOWED)).toEqual(['payments']);
    expect(askedSources(FAILED, request('core,lab'), ALLOWED)).toEqual(['core', 'lab']);
  });

  it('are all that might have been asked, where nobody says', () => {
    const all = ['core', 'payments', 'lab'];
    const mistake: Answer = {
      kind: 'mistake',
      text: '',
      problem: 'one of: core, payments, lab',
      allowed: '',
      example: '',
    };

    expect(askedSources(answered(), request(), ALLOWED)).toEqual(all);
    expect(askedSources(answered(), null, ALLOWED)).toEqual(all);
    expect(askedSources(told([]), request(), ALLOWED)).toEqual(all);
    expect(askedSources(mistake, request('elsewhere'), ALLOWED)).toEqual(all);
  });

  it('are none of what the text alone answers', () => {
    expect(askedSources({ kind: 'help', verbs: [], notes: [] }, null, ALLOWED)).toEqual([]);
    expect(
      askedSources({ kind: 'mistake', text: '', problem: '', allowed: '', example: '' }, null, ALLOWED),
    ).toEqual([]);
  });
});

describe('what an answer says of the health of sources', () => {
  it('is who answered, and why the others did not', () => {
    const some = [
      outcome('core', 'answered'),
      outcome('lab', 'failed', 'gone'),
      outcome('payments', 'not-asked', 'no'),
    ];

    expect(heardOfSources(told(some), ['core', 'lab'], AT)).toEqual([
      { source: 'core', at: AT, ok: true, because: null },
      { source: 'lab', at: AT, ok: false, because: 'gone' },
    ]);
  });

  it('is told by the only one that was asked', () => {
    expect(heardOfSources(answered(), ['core'], AT)).toEqual([
      { source: 'core', at: AT, ok: true, because: null },
    ]);
    expect(heardOfSources(FAILED, ['core'], AT)).toEqual([
      { source: 'core', at: AT, ok: false, because: 'AWS refused it.' },
    ]);
  });

  it('is nothing where it cannot be told which of several was asked', () => {
    expect(heardOfSources(answered(), ['core', 'lab'], AT)).toEqual([]);
    expect(heardOfSources(FAILED, ['core', 'lab'], AT)).toEqual([]);
  });

  it('is nothing of what was remembered, stopped or never asked', () => {
    expect(heardOfSources(told([outcome('core', 'answered')], true), ['core'], AT)).toEqual([]);
    expect(heardOfSources({ kind: 'cancelled', question: 'top', because: 'x' }, ['core'], AT)).toEqual([]);
    expect(heardOfSources(answered(), [], AT)).toEqual([]);
  });

  it('is nothing where flows itself failed, or what was asked was too much', () => {
    const own = { ...outcome('core', 'failed', 'flows itself failed'), isOfSource: false } as const;

    expect(heardOfSources({ ...FAILED, isOfSource: false }, ['core'], AT)).toEqual([]);
    expect(heardOfSources(told([own, outcome('lab', 'answered')]), ['core', 'lab'], AT)).toEqual([
      { source: 'lab', at: AT, ok: true, because: null },
    ]);
  });

  it('is nothing of sources that had not failed when there was no answer', () => {
    const some = [outcome('core', 'answered'), outcome('lab', 'failed', 'gone')];

    expect(heardOfSources({ ...FAILED, sources: some }, ['core', 'lab'], AT)).toEqual([
      { source: 'lab', at: AT, ok: false, because: 'gone' },
    ]);
  });

  it('is a failure of each where none was left', () => {
    const all = [outcome('core', 'failed', 'gone'), outcome('lab', 'failed', 'slow')];

    expect(heardOfSources({ ...FAILED, sources: all }, ['core', 'lab'], AT)).toEqual([
      { source: 'core', at: AT, ok: false, because: 'gone' },
      { source: 'lab', at: AT, ok: false, because: 'slow' },
    ]);
  });
});
