import { describe, expect, it } from 'vitest';
import { watchedState } from '../../src/alerts/source-memory.ts';
import { exfiltration } from '../../src/analyzers/exfiltration.ts';
import type { Source } from '../../src/investigation/source.ts';
import { SourceError } from '../../src/query/source-error.ts';
import { createSourceHealth } from '../../src/store/source-health.ts';
import { memoryStore } from '../kit/stores.ts';
import {
  type Clock,
  type Folder,
  folderSource,
  NOON,
  recordLine,
  traffic,
  type WatchingParts,
  watching,
} from '../kit/watching.ts';

const GRE = 47;
const HOUR = 3600;
const ALL = { which: 'all', window: { start: 0, end: NOON + 30 * 86_400 }, most: 99 } as const;

async function opened(parts: Partial<WatchingParts> = {}) {
  const store = parts.store ?? (await memoryStore());
  const clock: Clock = { seconds: NOON };
  const folder: Folder = await folderSource();
  const start = (more: Partial<WatchingParts> = {}) =>
    watching({ store, clock, sources: [folder.source], ...parts, ...more });
  const stateOf = () => watchedState(store.db, folder.source.name);
  return { store, clock, folder, start, stateOf };
}

describe('a round of the watcher', () => {
  it('looks at complete records only: up to the last full five minutes that the newest record is past', async () => {
    const { folder, start, stateOf } = await opened();
    await folder.write('now', [
      ...traffic(NOON - HOUR, NOON - 420),
      recordLine(NOON - 430, GRE, 'eni-0gre'),
      recordLine(NOON - 500, GRE, 'eni-0next'),
      recordLine(NOON - 601, GRE, 'eni-0complete'),
    ]);
    const { watcher, memory } = start();

    await watcher.look();

    expect(await stateOf()).toMatchObject({ upTo: NOON - 600, newest: NOON - 430, failures: 0 });
    expect((await memory.alerts.list(ALL)).map(({ subject }) => subject.id)).toEqual(['eni-0complete']);
  });

  it('tells what it found, once, with where it stands', async () => {
    const { clock, folder, start } = await opened();
    await folder.write('now', [...traffic(NOON - HOUR, NOON + 60), recordLine(NOON - 700, GRE)]);
    const { watcher, memory, told } = start();

    await watcher.look();
    clock.seconds += 61;
    await watcher.look();
    await watcher.look();

    expect(await memory.alerts.list(ALL)).toMatchObject([
      { number: 1, detector: 'unusual-protocol', state: 'firing', subject: { id: 'eni-0web' } },
    ]);
    const posts = told.flatMap(({ messages }) => messages);
    expect(new Set(posts).size).toBe(1);
    expect(await memory.messages.get(posts[0] ?? '')).toMatchObject({ channel: 'C0OPS', revision: 1 });
  });

  it('finds records that were delivered late, up to an hour', async () => {
    const { clock, folder, start } = await opened();
    await folder.write('now', traffic(NOON - HOUR, NOON));
    const { watcher, memory } = start();
    await watcher.look();

    clock.seconds += 600;
    await folder.write('late', [recordLine(NOON - 1800, GRE)]);
    await folder.write('next', traffic(NOON, NOON + 600));
    await watcher.look();

    expect(await memory.alerts.list(ALL)).toMatchObject([{ detector: 'unusual-protocol' }]);
  });

  it('does not run before its time has come, nor without newer records', async () => {
    const { clock, folder, start, stateOf } = await opened();
    await folder.write('now', traffic(NOON - HOUR, NOON));
    const { watcher } = start();
    await watcher.look();
    const before = await stateOf();

    clock.seconds += 299;
    await folder.write('next', traffic(NOON, NOON + 299));
    await watcher.look();
    expect(await stateOf()).toEqual(before);

    clock.seconds += 600;
    await watcher.look();
    expect(await stateOf()).toMatchObject({ failures: 0 });
  });

  it('learns from the past what is normal before the first one', async () => {
    const { folder, start, stateOf } = await opened();
    const days = Array.from({ length: 5 }, (_, index) => NOON - index * 86_400 - 700);
    await folder.write('now', [
      ...days.map((at) => recordLine(at, GRE)),
      recordLine(NOON - 700, GRE, 'eni-0new'),
      ...traffic(NOON - HOUR, NOON),
    ]);
    const { watcher, memory } = start();

    await watcher.look();

    expect((await memory.alerts.list(ALL)).map(({ subject }) => subject.id)).toEqual(['eni-0new']);
    expect(await stateOf()).toMatchObject({ since: NOON - 4 * 86_400 - 760, learnedUpTo: null });
  });

  it('learns what nobody has to look at, so that a nightly backup is told of as new and never as an attack', async () => {
    const { clock, folder, start } = await opened();
    // Looking back costs money on AWS, so nothing is known at first.
    const source: Source = { ...folder.source, about: { ...folder.source.about, kind: 'insights' } };
    const { watcher, memory } = start({ sources: [source], detectors: [exfiltration] });
    const nights = Array.from({ length: 8 }, (_, night) => NOON - 10 * HOUR + night * 86_400);

    for (const night of nights) {
      clock.seconds = night + 11 * HOUR;
      await folder.write(`${night}`, [
        `2 111122223333 eni-0web 10.0.1.5 203.0.113.9 50000 443 6 700000 950000000 ${night} ${night + 59} ACCEPT OK`,
        ...traffic(clock.seconds - HOUR, clock.seconds),
      ]);
      await watcher.look();
    }

    const alerts = await memory.alerts.list(ALL);
    expect(alerts.map(({ detector, severity }) => [detector, severity])).toEqual([['exfiltration', 'low']]);
  });

  it('remembers what is normal for the next process', async () => {
    const { clock, folder, start } = await opened();
    await folder.write('past', [recordLine(NOON - 5 * 86_400, GRE)]);
    await folder.write('now', [...traffic(NOON - HOUR, NOON)]);
    const first = start();
    await first.watcher.look();
    await first.watcher.stop();

    clock.seconds += 600;
    await folder.write('past', [...traffic(NOON, NOON + 600), recordLine(NOON + 100, GRE)]);
    const { watcher, memory } = start({ owner: 'process-2' });
    await watcher.look();

    expect(await memory.alerts.list(ALL)).toEqual([]);
  });
});

describe('a watcher that was away', () => {
  it('makes up for it hour by hour, and tells at once only what still goes on', async () => {
    const { clock, folder, start, stateOf } = await opened();
    // So long ago that what it learned until now counts.
    const days = Array.from({ length: 14 }, (_, index) => recordLine(NOON - (index + 1) * 86_400 + 60));
    await folder.write('now', [...days, ...traffic(NOON - HOUR, NOON)]);
    const before = start();
    await before.watcher.look();
    await before.watcher.stop();

    const back = NOON + 6 * HOUR;
    clock.seconds = back;
    await folder.write('meanwhile', [
      ...traffic(NOON, back),
      recordLine(NOON + HOUR, GRE, 'eni-0over'),
      recordLine(back - 900, GRE, 'eni-0still'),
    ]);
    const { watcher, memory, told } = start({ owner: 'process-2' });
    await watcher.look();
    clock.seconds += 61;
    await watcher.look();

    expect(await stateOf()).toMatchObject({ upTo: back - 300 });
    const alerts = await memory.alerts.list(ALL);
    expect(alerts.map(({ subject, state }) => [subject.id, state])).toEqual([
      ['eni-0still', 'firing'],
      ['eni-0over', 'resolved'],
    ]);
    const messages = await memory.messages.byIds([...new Set(told.flatMap((one) => one.messages))]);
    const posted = messages.filter(({ revision, kind }) => revision > 0 && kind === 'alert');
    expect(posted.flatMap((one) => one.alerts)).toEqual([alerts[0]?.id]);
  });

  it('loses and doubles nothing that was found before a crash and not written', async () => {
    let crashes = 1;
    const { folder, start, stateOf, clock } = await opened();
    await folder.write('now', [...traffic(NOON - HOUR, NOON), recordLine(NOON - 700, GRE)]);
    const dying = start({
      beforeWrite: async () => {
        if (crashes-- > 0) throw new Error('killed');
      },
    });
    await dying.watcher.look();
    expect(await dying.memory.alerts.list(ALL)).toEqual([]);
    expect(await stateOf()).toMatchObject({ upTo: null });

    const { watcher, memory, told } = start({ owner: 'process-2' });
    await watcher.look();
    clock.seconds += 61;
    await watcher.look();

    expect(await memory.alerts.list(ALL)).toHaveLength(1);
    expect(new Set(told.flatMap(({ messages }) => messages)).size).toBe(1);
    expect(await stateOf()).toMatchObject({ upTo: NOON - 300 });
  });
});

/** A source that can be broken and mended. */
function fragile(source: Source): { readonly source: Source; broken: boolean } {
  const state = { broken: false };
  const engine: Source['engine'] = {
    ...source.engine,
    run: (query, options) => {
      if (!state.broken) return source.engine.run(query, options);
      throw new SourceError({
        code: 'access-denied',
        attempted: 'read the records',
        happened: 'it is not allowed.',
        todo: 'Allow it.',
      });
    },
  };
  return Object.assign(state, { source: { ...source, engine } });
}

describe('what a round says of the health of a source', () => {
  it('is that it answers again, after a question to which it did not, and nothing where the round fails', async () => {
    const { clock, store, folder, start } = await opened();
    const health = createSourceHealth(store.db);
    await folder.write('now', traffic(NOON - HOUR, NOON));
    await health.note([{ source: 'production', at: NOON * 1000 - 1, ok: false, because: 'gone' }]);
    const source = fragile(folder.source);
    const { watcher } = start({ sources: [source.source] });

    await watcher.look();
    const answers = { source: 'production', at: NOON * 1000, ok: true, because: null };
    expect(await health.list()).toEqual([answers]);

    source.broken = true;
    clock.seconds += 300;
    await folder.write('next', traffic(NOON, clock.seconds));
    await watcher.look();
    expect(await health.list()).toEqual([answers]);
  });
});

describe('a source that cannot be watched', () => {
  it('is an alert after three rounds that failed, with why, until rounds succeed again', async () => {
    const { clock, folder, start, stateOf } = await opened();
    await folder.write('now', traffic(NOON - HOUR, NOON));
    const source = fragile(folder.source);
    const { watcher, memory } = start({ sources: [source.source] });
    await watcher.look();

    source.broken = true;
    const statesAfter = async (rounds: number) => {
      for (let round = 0; round < rounds; round += 1) {
        clock.seconds += 300;
        await folder.write('next', traffic(NOON, clock.seconds));
        await watcher.look();
      }
      return (await memory.alerts.list(ALL)).map(({ detector, subject, state }) => ({
        ...{ detector, state },
        subject: subject.id,
      }));
    };

    expect(await statesAfter(2)).toEqual([]);
    expect(await stateOf()).toMatchObject({ failures: 2, because: expect.stringContaining('Allow it.') });
    const gap = { detector: 'flow-log-gap', subject: 'production' };
    expect(await statesAfter(3)).toEqual([{ ...gap, state: 'firing' }]);
    expect(await memory.alerts.get(1)).toMatchObject({ finding: { summary: /is not watched since/ } });
    source.broken = false;
    expect(await statesAfter(4)).toEqual([{ ...gap, state: 'resolved' }]);
    expect(await stateOf()).toMatchObject({ failures: 0, because: null });
  });

  it('is an alert where newer records stop coming, and none where it is an archive', async () => {
    const archive = await folderSource('archive');
    await archive.write('old', traffic(NOON - 9 * HOUR, NOON - 8 * HOUR));
    const { clock, folder, start } = await opened();
    await folder.write('now', traffic(NOON - HOUR, NOON));
    const { watcher, memory } = start({ sources: [folder.source, archive.source] });

    for (let round = 0; round < 18; round += 1) {
      await watcher.look();
      clock.seconds += 300;
    }

    expect(await memory.alerts.list(ALL)).toMatchObject([
      { detector: 'flow-log-gap', class: 'no-newer-records', subject: { id: 'production' }, state: 'firing' },
    ]);
  });
});
