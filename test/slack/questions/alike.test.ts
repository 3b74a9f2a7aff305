import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Source } from '../../../src/investigation/source.ts';
import { createAlike } from '../../../src/slack/questions/alike.ts';
import { createRunning, type Run } from '../../../src/slack/questions/running.ts';
import { request as requestOf } from '../../kit/scope.ts';
import { QUICK } from '../../kit/slack-bot.ts';

const REQUEST = requestOf();
const AWS: Source = { ...QUICK, about: { ...QUICK.about, kind: 'insights' } };
const FILES: Source = { ...QUICK, about: { ...QUICK.about, kind: 'files' } };

const NOTHING = 'nothing';

/** Questions that take one turn at a time, and what they say of themselves. */
function asking({ source = AWS, atOnce = 1 } = {}) {
  let time = 0;
  const running = createRunning(atOnce);
  const alike = createAlike(() => time);
  const said: string[] = [];

  function ask(
    id: string,
    changes: Partial<typeof REQUEST> = {},
    work: () => Promise<unknown> = async () => {},
    asker = id,
  ) {
    const request = { ...REQUEST, text: `as ${id} typed it`, ...changes };
    const onFollowing = () => void said.push(`${id} follows`);
    const isFound = (found: unknown) => found !== NOTHING;
    const life = async (run: Run) => {
      await alike.turn(
        { request, sources: [source], askedBy: asker, run, onFollowing, isFound },
        async () => {
          said.push(`${id} begins`);
          const found = await work();
          said.push(`${id} ends`);
          return found;
        },
      );
    };
    return running.track(id, life, asker);
  }

  return {
    ...{ alike, running, said, ask },
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

describe('a question that somebody else asks just now', () => {
  it('waits for theirs and takes no turn of its own', async () => {
    const { ask, said, running } = asking();
    let end = () => {};
    const first = ask('first', {}, () => new Promise<void>((resolve) => (end = resolve)));
    const all = [first, ask('other', { limit: 7 }), ask('second')];

    await setImmediate();
    expect(running.waiting).toBe(1);
    end();
    await Promise.all(all);

    expect(said.indexOf('second begins')).toBeGreaterThan(said.indexOf('first ends'));
    expect(said).toContain('second follows');
  });

  it('asks for both where its turn comes first', async () => {
    const { ask, said } = asking();
    const busy = [ask('taken', { limit: 1 }), ask('busy', { limit: 2 }, undefined, 'many')];
    const first = ask('first', {}, undefined, 'many');
    const second = ask('second', {}, undefined, 'one');

    await Promise.all([...busy, first, second]);

    // Who asks one question alone comes before the second one of who asks many.
    expect(said.indexOf('first begins')).toBeGreaterThan(said.indexOf('second ends'));
    expect(said.indexOf('first ends')).toBeGreaterThan(0);
  });

  it('comes before its turn where three people ask it, and not where one does three times', async () => {
    const { ask, said } = asking();
    let end = () => {};
    const busy = ask('busy', { limit: 1 }, () => new Promise<void>((resolve) => (end = resolve)));
    const all = [
      ...['early', 'earlier'].map((id) => ask(id, { limit: id.length })),
      ...['one', 'two', 'three'].map((id) => ask(`often-${id}`, { limit: 20 }, undefined, 'insistent')),
      ...['alice', 'bob', 'carol'].map((id) => ask(id)),
    ];

    await setImmediate();
    end();
    await Promise.all([busy, ...all]);

    const begun = said.filter((one) => one.endsWith('begins'));
    expect(begun.slice(0, 2)).toEqual(['busy begins', 'alice begins']);
    expect(begun.indexOf('often-one begins')).toBeGreaterThan(begun.indexOf('earlier begins'));
  });

  it('leaves its turn to others where both have one in the same moment', async () => {
    const { ask, said } = asking({ atOnce: 2 });
    let end = () => {};
    const first = ask('first', {}, () => new Promise<void>((resolve) => (end = resolve)));
    const second = ask('second');
    const other = ask('other', { limit: 7 });

    await other;
    expect(said).not.toContain('second begins');
    end();
    await Promise.all([first, second]);

    expect(said.slice(-2)).toEqual(['second begins', 'second ends']);
  });

  it('asks itself where the first found nothing', async () => {
    const { ask, said, alike } = asking();
    const first = ask('first', {}, async () => NOTHING);
    const second = ask('second', {}, async () => 'an answer');
    const third = ask('third');

    await Promise.all([first, second, third]);

    expect(said.filter((one) => one.endsWith('ends'))).toEqual(['first ends', 'second ends', 'third ends']);
    expect(said.indexOf('third begins')).toBeGreaterThan(said.indexOf('second ends'));
    expect(alike.isKnown(REQUEST)).toBe(true);
  });

  it('is forgotten with the last of those who were stopped before any turn', async () => {
    const { ask, alike, running } = asking();
    let end = () => {};
    const busy = ask('busy', { limit: 1 }, () => new Promise<void>((resolve) => (end = resolve)));
    const stopped = ['first', 'second'].map((id) => ask(id).catch(() => id));
    await Promise.resolve();
    expect(alike.isKnown(REQUEST)).toBe(true);

    for (const id of ['first', 'second']) running.stop(id, 'pressed Cancel');
    expect(await Promise.all(stopped)).toEqual(['first', 'second']);

    expect(alike.isKnown(REQUEST)).toBe(false);
    end();
    await busy;
  });

  it('takes a turn where files are read here, each time', async () => {
    const { ask, said } = asking({ source: FILES });

    await Promise.all([ask('first'), ask('second')]);

    expect(said).not.toContain('second follows');
  });

  it.each([{ fresh: true }, { file: 'csv' }] as const)(
    'takes a turn where it wants something of its own: %o',
    async (own) => {
      const { ask, said } = asking();

      await Promise.all([ask('first', own), ask('second', own)]);

      expect(said).not.toContain('second follows');
    },
  );

  it('goes on when the first fails', async () => {
    const { ask, said } = asking();
    const failing = ask('first', {}, () => Promise.reject(new Error('a defect')));

    const second = ask('second');
    await expect(failing).rejects.toThrow('a defect');
    await second;

    expect(said.at(-1)).toBe('second ends');
  });

  it('does not wait while the first waits for a person', async () => {
    // It leaves its turn to others while it waits.
    const { ask, alike, said } = asking({ atOnce: 2 });
    let decide = () => {};
    const decided = new Promise<void>((resolve) => {
      decide = resolve;
    });
    const first = ask('first', {}, () => decided);
    const second = ask('second');

    alike.release(REQUEST);
    await second;
    decide();
    await first;

    expect(said.at(-1)).toBe('first ends');
  });

  it('is known for as long as its answer is remembered', async () => {
    const { ask, alike, pass } = asking();
    expect(alike.isKnown(REQUEST)).toBe(false);

    await ask('first');

    expect(alike.isKnown(REQUEST)).toBe(true);
    pass(60_000);
    expect(alike.isKnown(REQUEST)).toBe(false);
  });
});
