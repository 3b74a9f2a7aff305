import { describe, expect, it } from 'vitest';
import { answer, understand } from '../../src/commands/answer.ts';
import type { Understood } from '../../src/commands/verb.ts';
import type { Source } from '../../src/investigation/source.ts';
import { SourceError } from '../../src/query/source-error.ts';
import { ABOUT } from '../kit/about.ts';
import { NOW } from '../kit/scope.ts';

const EMPTY = {
  rows: [],
  cutOff: false,
  scan: { queries: 1, bytes: 0, records: 0, estimatedUsd: 0, milliseconds: 1 },
  malformed: { count: 0, samples: [] },
  notes: [],
};

interface Asked extends Source {
  readonly queries: unknown[];
}

function source(name: string, run: () => Promise<unknown> = async () => EMPTY): Asked {
  const queries: unknown[] = [];
  return {
    name,
    queries,
    engine: {
      id: name,
      run: async (query) => {
        queries.push(query);
        return (await run()) as never;
      },
      close: async () => {},
    },
    about: ABOUT,
    flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
  };
}

function understood(text: string): Understood {
  return understand(text, { now: NOW, timeZone: 'UTC' });
}

function ask(text: string, sources: readonly Source[], signal = new AbortController().signal) {
  return answer(understood(text), { now: NOW, monotonic: () => 0, sources, signal });
}

describe('an answer', () => {
  it('is a diagnosis of all sources that can hold the subject where the question names none', async () => {
    const [first, second] = [source('production'), source('staging')];

    const answered = await ask('reject 10.0.1.5', [first, second]);

    expect(answered).toMatchObject({
      kind: 'diagnosis',
      question: 'reject 10.0.1.5',
      diagnosis: {
        completeness: {
          sources: [
            { name: 'production', outcome: 'answered', because: null },
            { name: 'staging', outcome: 'answered', because: null },
          ],
        },
      },
    });
    expect([first.queries.length > 0, second.queries.length > 0]).toEqual([true, true]);
  });

  it('says nothing of sources where there is one only', async () => {
    const answered = await ask('reject 10.0.1.5', [source('production')]);

    expect(answered.kind === 'diagnosis' && 'sources' in answered.diagnosis.completeness).toBe(false);
  });

  it('is without a source that fails, says why it failed, and concludes nothing from what is not there', async () => {
    const refused = new SourceError({
      code: 'access-denied',
      attempted: 'query /staging/flow',
      happened: 'AWS refused it.',
      todo: 'Allow logs:StartQuery.',
    });
    const answered = await ask('reject 10.0.1.5', [
      source('production'),
      source('staging', () => Promise.reject(refused)),
    ]);

    expect(answered).toMatchObject({
      kind: 'diagnosis',
      diagnosis: {
        verdict: 'logs-incomplete',
        summary: expect.stringContaining('staging could not be read'),
        completeness: {
          sources: [
            { name: 'production', outcome: 'answered' },
            {
              name: 'staging',
              outcome: 'failed',
              because: 'Could not query /staging/flow: AWS refused it. Allow logs:StartQuery.',
            },
          ],
        },
      },
    });
  });

  it('is of the sources that a tag, an account, or several names stand for', async () => {
    const sources = [source('a'), source('b'), source('c')];
    const chosen = sources.map((one, index) => ({
      ...one,
      about: {
        ...one.about,
        account: `11112222333${index}`,
        tags: { team: index === 1 ? 'core' : 'payments' },
      },
    }));
    const asked = async (choice: string) => {
      for (const { queries } of chosen) queries.length = 0;
      await ask(`top in ${choice}`, chosen);
      return chosen.flatMap(({ name, queries }) => (queries.length > 0 ? [name] : []));
    };

    expect(await asked('team=payments')).toEqual(['a', 'c']);
    expect(await asked('account 111122223331')).toEqual(['b']);
    expect(await asked('c,a')).toEqual(['a', 'c']);
    expect(await asked('all')).toEqual(['a', 'b', 'c']);
  });

  it('is of the source that the question names, in any case', async () => {
    const [first, second] = [source('production'), source('staging')];

    await ask('reject 10.0.1.5 in Staging', [first, second]);

    expect([first.queries.length, second.queries.length > 0]).toEqual([0, true]);
  });

  it('is what was known at once, without a source', async () => {
    expect(await ask('help', [])).toMatchObject({ kind: 'help' });
  });

  it('names the sources where there is none of that name', async () => {
    const answered = await ask('reject 10.0.1.5 in stagign last 2h', [
      source('production'),
      source('staging'),
    ]);

    expect(answered).toEqual({
      kind: 'mistake',
      text: 'reject 10.0.1.5 in stagign last 2h',
      problem: 'There is no source “stagign”.',
      allowed: '`in` one of: production, staging',
      example: 'reject 10.0.1.5 in staging last 2h',
    });
  });

  it('says what to do about a source that fails', async () => {
    const error = new SourceError({
      code: 'access-denied',
      attempted: 'start a query',
      happened: 'AWS refused it.',
      todo: 'Allow logs:StartQuery.',
    });

    expect(await ask('top', [source('a', () => Promise.reject(error))])).toEqual({
      kind: 'failure',
      question: 'top',
      attempted: 'start a query',
      happened: 'AWS refused it.',
      todo: 'Allow logs:StartQuery.',
    });
  });

  it('calls every other exception a defect, with what to report', async () => {
    const defect = await ask('top', [source('a', () => Promise.reject(new TypeError('x is undefined')))]);

    expect(defect).toMatchObject({
      kind: 'failure',
      happened: 'flows itself failed: x is undefined',
      todo: 'This is a defect in flows: please report it with the question, the version and this sentence.',
      isOfSource: false,
    });
  });

  it.each([
    ['not the source', 'rejected-query', false],
    ['the source', 'unavailable', undefined],
  ] as const)('says that it is of %s, where that is so: %s', async (_, code, isOfSource) => {
    const error = new SourceError({ code, attempted: 'start a query', happened: 'No.', todo: 'Ask less.' });

    const failed = await ask('top', [source('a', () => Promise.reject(error))]);

    expect(failed.kind === 'failure' && failed.isOfSource).toBe(isOfSource);
  });

  it('says nothing of the source where what was asked about is not there', async () => {
    expect(await ask('reject web-1', [source('a')])).toMatchObject({ kind: 'failure', isOfSource: false });
  });

  it('is cancelled, with the reason, where the signal is aborted before or during it', async () => {
    const before = AbortSignal.abort(new Error('the bot is stopping'));
    const during = new AbortController();
    const stops = source('a', () => {
      during.abort('somebody pressed Cancel');
      return Promise.reject(new Error('stream closed'));
    });

    expect(await ask('top', [source('a')], before)).toEqual({
      kind: 'cancelled',
      question: 'top',
      because: 'the bot is stopping',
    });
    expect(await ask('top', [stops], during.signal)).toMatchObject({
      kind: 'cancelled',
      because: 'somebody pressed Cancel',
    });
  });
});
