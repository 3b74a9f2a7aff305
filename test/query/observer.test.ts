import { describe, expect, it } from 'vitest';
import { observed } from '../../src/query/observer.ts';
import { SourceError } from '../../src/query/source-error.ts';
import { listening } from '../kit/heard.ts';

describe('work that is observed', () => {
  it('tells what it is, what is known of it, and what came of it', async () => {
    const { observer, heard } = listening();

    const value = await observed(
      { observer, kind: 'query', facts: { backend: 'athena' } },
      async (step) => {
        step.note({ queryId: 'q-1' });
        return 7;
      },
      (rows) => ({ rows }),
    );

    expect(value).toBe(7);
    expect(heard).toEqual([{ path: 'query', facts: { backend: 'athena', queryId: 'q-1', rows: 7 } }]);
  });

  it('tells of the steps within it as within it', async () => {
    const { observer, heard } = listening();

    await observed({ observer, kind: 'answer', facts: {} }, ({ within }) =>
      observed({ observer: within, kind: 'ask', facts: {} }, async () => undefined),
    );

    expect(heard.map(({ path }) => path)).toEqual(['answer > ask', 'answer']);
  });

  it('fails as it would unobserved, and tells the kind of error without its text', async () => {
    const { observer, heard } = listening();
    const parts = { attempted: 'ask', happened: 'no 10.0.1.5', todo: 'ask again' };
    const denied = new SourceError({ code: 'access-denied', ...parts });
    const work = { observer, kind: 'query', facts: {} } as const;

    await expect(observed(work, () => Promise.reject(denied))).rejects.toBe(denied);
    await expect(observed(work, () => Promise.reject(new TypeError('10.0.1.5')))).rejects.toThrow(TypeError);

    expect(heard.map(({ facts }) => facts)).toEqual([{ failure: 'access-denied' }, { failure: 'TypeError' }]);
  });

  it('is cancelled where whoever wanted it has given it up', async () => {
    const { observer, heard } = listening();
    const signal = AbortSignal.abort(new Error('enough'));

    await observed({ observer, kind: 'query', facts: {}, signal }, () => Promise.reject(signal.reason)).catch(
      () => undefined,
    );

    expect(heard[0]?.facts).toEqual({ failure: 'cancelled' });
  });

  it('needs nobody who listens', async () => {
    const work = { observer: undefined, kind: 'ask', facts: {} } as const;

    expect(
      await observed(work, async ({ within }) => observed({ ...work, observer: within }, async () => 1)),
    ).toBe(1);
  });
});
