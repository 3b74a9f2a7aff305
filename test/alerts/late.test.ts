import { describe, expect, it } from 'vitest';
import { watchedState } from '../../src/alerts/source-memory.ts';
import { flowLogGap } from '../../src/analyzers/flow-log-gap.ts';
import { unusualProtocol } from '../../src/analyzers/unusual-protocol.ts';
import type { Source } from '../../src/investigation/source.ts';
import { memoryStore } from '../kit/stores.ts';
import { folderSource, NOON, recordLine, traffic, watching } from '../kit/watching.ts';

const GRE = 47;
const HOUR = 3600;
const DAY = 24 * HOUR;
const ROUND = 600;
const ALL = { which: 'all', window: { start: 0, end: NOON + 30 * DAY }, most: 99 } as const;

/** A source as AWS has it: nobody tells up to when its records are complete. */
async function delivered() {
  const folder = await folderSource();
  const source: Source = { ...folder.source, about: { ...folder.source.about, kind: 'insights' } };
  const store = await memoryStore();
  const clock = { seconds: NOON };
  const settings = { every: ROUND };
  const detectors = [flowLogGap, unusualProtocol];
  const start = (owner = 'process-1') =>
    watching({ store, clock, sources: [source], settings, detectors, owner });
  const { watcher, memory } = start();
  await folder.write('before', traffic(NOON - 3 * HOUR, NOON));
  return {
    ...{ folder, watcher, memory, clock, start },
    state: () => watchedState(store.db, source.name),
    /** Rounds up to so many seconds after NOON, with what is delivered by then. */
    async rounds(until: number, delivers?: (at: number) => readonly string[]): Promise<void> {
      while (clock.seconds < NOON + until) {
        clock.seconds += ROUND;
        if (delivers) await folder.write('now', delivers(clock.seconds));
        await watcher.look();
      }
    },
    async detected(): Promise<readonly string[]> {
      const alerts = await memory.alerts.list(ALL);
      return alerts.map(({ detector, state }) => `${detector} ${state}`).sort();
    },
  };
}

describe('records that come late', () => {
  it('are looked at by more than an hour, once the gap that they left is over', async () => {
    const bot = await delivered();
    await bot.watcher.look();
    await bot.rounds(3 * HOUR);
    expect(await bot.detected()).toEqual(['flow-log-gap firing']);

    await bot.folder.write('late', [
      ...traffic(NOON, NOON + 3 * HOUR),
      recordLine(NOON + HOUR / 2, GRE, 'eni-0gre'),
    ]);
    await bot.rounds(4 * HOUR, (at) => traffic(NOON + 3 * HOUR, at));

    expect(await bot.detected()).toEqual(['flow-log-gap resolved', 'unusual-protocol resolved']);
  });

  it('are looked for once, also where they never come', async () => {
    const bot = await delivered();
    await bot.watcher.look();
    await bot.rounds(3 * HOUR);

    await bot.rounds(5 * HOUR, (at) => traffic(NOON + 3 * HOUR, at));

    expect(await bot.detected()).toEqual(['flow-log-gap resolved']);
    expect(await bot.state()).toMatchObject({ rewinds: 1, upTo: NOON + 5 * HOUR - 600, missingSince: null });
  });

  it('are looked at where that was just before no process was up', async () => {
    const bot = await delivered();
    await bot.watcher.look();
    await bot.watcher.stop();

    bot.clock.seconds = NOON + 5 * HOUR;
    await bot.folder.write('late', [
      recordLine(NOON - HOUR / 2, GRE, 'eni-0gre'),
      ...traffic(NOON, bot.clock.seconds),
    ]);
    await bot.start('process-2').watcher.look();

    expect(await bot.detected()).toEqual(['unusual-protocol resolved']);
  });
});

describe('a time that is not made up for', () => {
  it('is told, with what looks at it', async () => {
    const bot = await delivered();
    await bot.watcher.look();
    await bot.watcher.stop();
    bot.clock.seconds = NOON + 3 * DAY;
    const { watcher, memory } = bot.start('process-2');

    await watcher.look();

    const alerts = await memory.alerts.list(ALL);
    const gap = alerts.find((alert) => alert.class === 'never-looked-at');
    expect(gap).toMatchObject({ detector: 'flow-log-gap', state: 'firing', severity: 'high' });
    expect(gap?.finding.summary).toBe(
      'production was not looked at from 2026-11-25 11:50 UTC to 2026-11-27 11:50 UTC: no round was made in that time, and no more than a day is made up for',
    );
    expect(gap?.finding.nextCheck).toBe('scan 2026-11-25T11:50:00Z to 2026-11-27T11:50:00Z in production');
  });

  it('is said once, and keeps nothing else from being called over for long', async () => {
    const bot = await delivered();
    await bot.watcher.look();
    await bot.watcher.stop();
    bot.clock.seconds = NOON + 3 * DAY;
    const { watcher, memory } = bot.start('process-2');
    const traffics = (at: number) => bot.folder.write('now', traffic(at - 2 * HOUR, at));
    await traffics(bot.clock.seconds);

    for (let round = 0; round < 5; round += 1) {
      await watcher.look();
      bot.clock.seconds += ROUND;
      await traffics(bot.clock.seconds);
    }

    const alerts = await memory.alerts.list(ALL);
    expect(alerts.filter((alert) => alert.class === 'never-looked-at')).toMatchObject([
      { state: 'resolved', reopened: 0 },
    ]);
  });

  it('is none of a process that was away for less', async () => {
    const bot = await delivered();
    await bot.watcher.look();
    await bot.watcher.stop();
    bot.clock.seconds = NOON + 23 * HOUR;
    await bot.folder.write('now', traffic(NOON, bot.clock.seconds));

    const { watcher, memory } = bot.start('process-2');
    await watcher.look();

    expect(await memory.alerts.list(ALL)).toEqual([]);
  });
});
