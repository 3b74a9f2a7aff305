import { describe, expect, it } from 'vitest';
import { watchedState } from '../../src/alerts/source-memory.ts';
import type { Source } from '../../src/investigation/source.ts';
import { eventually } from '../kit/alerting-bot.ts';
import { held, sourceNamed } from '../kit/slack-bot.ts';
import { memoryStore } from '../kit/stores.ts';
import { NOON, watching } from '../kit/watching.ts';

const ALL = { which: 'all', window: { start: 0, end: NOON + 86_400 }, most: 99 } as const;
const HALF_AN_HOUR = 1_800_001;

function insights(source: Source, name: string): Source {
  return { ...source, name, about: { ...source.about, kind: 'insights' } };
}

describe('a source that never answers', () => {
  it('is given up after a while, so that others are looked at, and told of as not watched', async () => {
    const store = await memoryStore();
    const clock = { seconds: NOON };
    let monotonic = 0;
    const stuck = Array.from({ length: 5 }, () => held());
    const sources = [
      ...stuck.map(({ source }, at) => insights(source, `stuck-${at}`)),
      insights(sourceNamed('healthy'), 'healthy'),
    ];
    const { watcher, memory } = watching({ store, clock, sources, monotonic: () => monotonic });
    const failuresOf = async (name: string) => (await watchedState(store.db, name))?.failures ?? 0;
    void watcher.look();
    await stuck[0]?.begun;

    for (let failures = 1; failures <= 3; failures += 1) {
      await eventually(async () => {
        monotonic += HALF_AN_HOUR;
        clock.seconds += 300;
        void watcher.look();
        return (await failuresOf('stuck-0')) >= failures || null;
      });
    }

    const healthy = await eventually(async () => (await watchedState(store.db, 'healthy'))?.upTo);
    expect(healthy).toBeGreaterThan(NOON - 600);
    const alerts = await memory.alerts.list(ALL);
    expect(alerts.find(({ source }) => source === 'stuck-0')).toMatchObject({
      ...{ class: 'not-watched', state: 'firing' },
      finding: { summary: expect.stringContaining('A round was given up after 30 minutes') },
    });
    expect(alerts.filter(({ source }) => source === 'healthy')).toEqual([]);
  });
});
