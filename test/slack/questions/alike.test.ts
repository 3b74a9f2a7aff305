import { describe, expect, it } from 'vitest';
import type { Source } from '../../../src/investigation/source.ts';
import { createAlike } from '../../../src/slack/questions/alike.ts';
import { createRunning, type Run } from '../../../src/slack/questions/running.ts';
import { request as requestOf } from '../../kit/scope.ts';
import { QUICK } from '../../kit/slack-bot.ts';

const REQUEST = requestOf();
const AWS: Source = { ...QUICK, about: { ...QUICK.about, kind: 'insights' } };
const FILES: Source = { ...QUICK, about: { ...QUICK.about, kind: 'files' } };

/** Questions that take one turn at a time, and what they say of themselves. */
function asking(source = AWS) {
  let time = 0;
  const running = createRunning(1);
  const alike = createAlike(() => time);
  const said: string[] = [];

  function ask(
    id: string,
    changes: Partial<typeof REQUEST> = {},
    work: () => Promise<void> = async () => {},
  ) {
    const request = { ...REQUEST, text: `as ${id} typed it`, ...changes };
    const onFollowing = () => void said.push(`${id} follows`);
    const life = (run: Run) =>
      alike.turn({ request, sources: [source], run, onFollowing }, async () => {
        said.push(`${id} begins`);
        await work();
        said.push(`${id} ends`);
      });
    return running.track(id, life);
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
    const all = [ask('first'), ask('other', { limit: 7 }), ask('second')];

    await Promise.resolve();
    expect(running.waiting).toBe(1);
    await Promise.all(all);

    expect(said.indexOf('second begins')).toBeGreaterThan(said.indexOf('first ends'));
    expect(said).toContain('second follows');
  });

  it('takes a turn where files are read here, each time', async () => {
    const { ask, said } = asking(FILES);

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
    const { ask, alike, said } = asking();
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
