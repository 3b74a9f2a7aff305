import { describe, expect, it } from 'vitest';
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

function paid(): Source {
  const { source } = costly();
  const { engine } = source;
  return {
    ...source,
    about: { ...source.about, kind: 'insights' },
    engine: {
      ...engine,
      async run(query, options) {
        const result = await engine.run(query, options);
        const bytes = (AN_HOUR * (query.window.end - query.window.start)) / 3600;
        return { ...result, scan: { ...result.scan, bytes, estimatedUsd: null } };
      },
    },
  };
}

async function watched(bytesPerDay: number) {
  const store = await memoryStore();
  const clock = { seconds: NOON };
  const source = paid();
  const settings = { ...ALERT_DEFAULTS, channel: 'C0OPS', bytesPerDay };
  const now = () => clock.seconds * 1000;
  const { watcher } = watching({
    ...{ store, clock, settings, sources: [source] },
    detectors: [unusualProtocol, { ...unusualProtocol, id: 'beacon', pace: 'day' }],
  });
  const ledger = createStoredLedger({ store, now, onTrouble: () => undefined });
  return {
    ...{ watcher, clock },
    state: () => watchedState(store.db, source.name),
    health: () => watcherHealth({ store, sources: [source], settings, ledger, now }),
  };
}

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
