import { describe, expect, it } from 'vitest';
import { spacingOf } from '../../src/alerts/allowance.ts';
import { watcherHealth } from '../../src/alerts/health.ts';
import { ALERT_DEFAULTS } from '../../src/alerts/settings.ts';
import { watchedState } from '../../src/alerts/source-memory.ts';
import { unusualProtocol } from '../../src/analyzers/unusual-protocol.ts';
import type { Source } from '../../src/investigation/source.ts';
import { createStoredLedger } from '../../src/store/ledger.ts';
import { costly } from '../kit/slack-bot.ts';
import { memoryStore } from '../kit/stores.ts';
import { NOON, watching } from '../kit/watching.ts';

/** Each query about an hour is to scan so much, as its service estimates and then tells. */
const AN_HOUR = 1.2e11;

function paid(onHour: () => void): Source {
  const { source } = costly();
  const { engine } = source;
  return {
    ...source,
    about: { ...source.about, kind: 'insights' },
    engine: {
      ...engine,
      async run(query, options) {
        const result = await engine.run(query, options);
        if (query.window.end - query.window.start === 3600) onHour();
        const bytes = (AN_HOUR * (query.window.end - query.window.start)) / 3600;
        return { ...result, scan: { ...result.scan, bytes, estimatedUsd: null } };
      },
    },
  };
}

async function watched(bytesPerDay: number) {
  const store = await memoryStore();
  const clock = { seconds: NOON };
  let rounds = 0;
  const source = paid(() => (rounds += 1));
  const settings = { ...ALERT_DEFAULTS, channel: 'C0OPS', bytesPerDay };
  const now = () => clock.seconds * 1000;
  const { watcher } = watching({
    ...{ store, clock, settings, sources: [source] },
    detectors: [unusualProtocol, { ...unusualProtocol, id: 'beacon', pace: 'day' }],
  });
  const ledger = createStoredLedger({ store, now, onTrouble: () => undefined });
  return {
    ...{ watcher, clock, rounds: () => rounds },
    state: () => watchedState(store.db, source.name),
    health: () => watcherHealth({ store, sources: [source], settings, ledger, now }),
  };
}

describe('rounds that would use it up before the day is over', () => {
  const GB = 1e9;

  it('are further apart, so that it lasts', () => {
    expect(spacingOf(GB, 200 * GB, 300)).toBe(900);
    expect(spacingOf(0.3 * GB, 200 * GB, 300)).toBe(300);
    expect(spacingOf(0.3 * GB, 200 * GB, 600)).toBe(600);
  });

  it('are never further apart than half of what they look at, so that late records are seen by another', () => {
    expect(spacingOf(3 * GB, 200 * GB, 300)).toBe(1800);
  });

  it('stay as they are where it would not last even so: that it is used up is told soon', () => {
    expect(spacingOf(9 * GB, 200 * GB, 300)).toBe(300);
    expect(spacingOf(9 * GB, 200 * GB, 3600)).toBe(3600);
  });

  it('go on all day, where each at its usual time would end at noon', async () => {
    const { watcher, clock, state, health, rounds } = await watched(200 * AN_HOUR);

    for (let look = 0; look < 300; look += 1) {
      await watcher.look();
      clock.seconds += 300;
      expect((await state())?.failures).toBe(0);
    }

    const { sources, bytes, bytesPerDay } = await health();
    expect(bytes).toBeLessThanOrEqual(bytesPerDay);
    expect(sources).toMatchObject([{ standing: 'watched', spacing: 900 }]);
    expect(rounds()).toBeGreaterThan(90);
  });
});

describe('what the watcher may scan within a day', () => {
  it('is spent on rounds before detectors that need a day, which are left out with the reason', async () => {
    const { watcher, health } = await watched(10 * AN_HOUR);

    await watcher.look();

    const { sources, bytes, bytesPerDay } = await health();
    expect(sources).toMatchObject([
      {
        standing: 'watched',
        ran: ['unusual-protocol'],
        dropped: [{ detector: 'beacon', because: expect.stringContaining('alerts.bytesPerDay') }],
      },
    ]);
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(bytesPerDay);
  });

  it('is never passed: a round that would is not run, which counts as a failure with what to do', async () => {
    const { watcher, clock, state, health } = await watched(4 * AN_HOUR);

    for (let round = 0; round < 8; round += 1) {
      await watcher.look();
      clock.seconds += 300;
    }

    const { bytes, bytesPerDay, sources } = await health();
    expect(bytes).toBeLessThanOrEqual(bytesPerDay);
    expect(sources).toMatchObject([{ standing: 'failing', because: expect.stringContaining('used up') }]);
    expect((await state())?.failures).toBeGreaterThan(2);
  });
});
