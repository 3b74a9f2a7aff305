import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CombinedProgress } from '../../src/investigation/combined-progress.ts';
import type { Progress } from '../../src/query/engine.ts';

function combined(stages = 2) {
  const shown: Progress[] = [];
  const progress = new CombinedProgress((latest) => shown.push(latest), stages);
  return { progress, shown, latest: () => shown.at(-1) };
}

describe('the progress of a question', () => {
  it('is that of its query where it has one', () => {
    const { progress, latest } = combined();
    const [query] = progress.stage(1);

    query?.note({ text: '12 of 40 files' });

    expect(latest()).toEqual({ text: '12 of 40 files' });
  });

  it('adds up what its queries have scanned, those that have ended among them', () => {
    const { progress, latest } = combined();
    const [one, two] = progress.stage(2);
    one?.note({ text: 'running', bytesScanned: 100, recordsScanned: 1 });
    two?.note({ text: 'running', bytesScanned: 50 });
    one?.end();

    expect(latest()).toEqual({ text: 'running', bytesScanned: 150, recordsScanned: 1 });
  });

  it('says what keeps any of them, as long as it does', () => {
    const { progress, latest } = combined();
    const [one, two] = progress.stage(2);
    one?.note({ text: 'running' });
    two?.note({ text: 'next in the queue', ahead: 0, trouble: 'AWS throttles' });
    expect(latest()?.text).toBe('AWS throttles');

    two?.note({ text: 'running' });
    expect(latest()?.text).toBe('running');
  });

  it('says how many have answered where they say different things', () => {
    const { progress, latest } = combined();
    const [one, two, three] = progress.stage(3);
    one?.note({ text: 'running' });
    two?.note({ text: 'scheduled' });
    three?.end();

    expect(latest()?.text).toBe('1 of 3 queries answered');
  });

  it('has the place of the next to begin as long as all wait', () => {
    const { progress, latest } = combined();
    const [one, two] = progress.stage(2);
    two?.note({ text: 'queued behind 5 queries', ahead: 5 });
    one?.note({ text: 'queued behind 4 queries', ahead: 4 });
    expect(latest()).toEqual({ text: 'queued behind 4 queries', ahead: 4 });

    one?.note({ text: 'running' });
    expect(latest()).not.toHaveProperty('ahead');
  });

  it('is at most half done while a second stage may come', () => {
    const { progress, latest } = combined();
    const [first] = progress.stage(1);
    first?.note({ text: 'running', done: 0.5 });
    expect(latest()?.done).toBe(0.25);
    first?.end();

    const [second] = progress.stage(1);
    second?.note({ text: 'running', done: 0.5 });
    expect(latest()?.done).toBe(0.75);
  });

  it('never shows a figure that is smaller than the one before', () => {
    const amount = fc.option(fc.nat(1000), { nil: undefined });
    const note = fc.record({ query: fc.nat(5), bytes: amount, records: amount, done: amount });
    fc.assert(
      fc.property(fc.array(note, { maxLength: 30 }), fc.nat(30), (notes, secondStageAt) => {
        const { progress, shown } = combined();
        const queries = [...progress.stage(3)];
        for (const [index, { query, bytes, records, done }] of notes.entries()) {
          if (index === secondStageAt) queries.push(...progress.stage(3));
          queries[query]?.note({
            text: 'running',
            ...(bytes === undefined ? {} : { bytesScanned: bytes }),
            ...(records === undefined ? {} : { recordsScanned: records }),
            ...(done === undefined ? {} : { done: done / 1000 }),
          });
        }
        for (const key of ['bytesScanned', 'recordsScanned', 'done'] as const) {
          const figures = shown.map((latest) => latest[key]).filter((figure) => figure !== undefined);
          expect(figures).toEqual([...figures].sort((a, b) => a - b));
        }
      }),
    );
  });
});
