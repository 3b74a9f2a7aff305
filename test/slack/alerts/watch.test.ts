import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ALERT_DEFAULTS } from '../../../src/alerts/settings.ts';
import { createAlertMemory } from '../../../src/alerts/stored.ts';
import { startBot } from '../../kit/slack-bot.ts';
import { startStatefulSlack } from '../../kit/stateful-slack.ts';
import { memoryStore } from '../../kit/stores.ts';
import { folderSource, NOON, recordLine, traffic } from '../../kit/watching.ts';

const CHANNEL = 'C0ALERTS';
const WAIT = { timeout: 60_000, interval: 50 };
const GRE = 47;

async function started(channel: string | null) {
  const slack = await startStatefulSlack();
  onTestFinished(() => slack.close());
  const { source, write } = await folderSource();
  await write('now', [...traffic(NOON - 3600, NOON), recordLine(NOON - 700, GRE)]);
  const store = await memoryStore();
  const clock = { seconds: NOON };
  const bot = await startBot(slack.settings, {
    ...{ store, sources: [source], glance: 50, now: () => clock.seconds * 1000 },
    alerts: { ...ALERT_DEFAULTS, channel },
  });
  const health = async () => {
    const response = await fetch(`http://127.0.0.1:${bot.port}/readyz`);
    return (await response.json()) as object;
  };
  const roots = () => slack.messages(CHANNEL).filter(({ thread_ts: thread }) => thread === undefined);
  return { slack, store, stop: bot.stop, clock, health, roots, memory: createAlertMemory(store.db) };
}

describe('a bot that a channel for alerts is named to', () => {
  it('watches its sources, posts once what it finds, and tells in its health that it watches', async () => {
    const { clock, health, memory, roots } = await started(CHANNEL);

    await vi.waitFor(async () => expect(await memory.alerts.get(1)).toMatchObject({ state: 'firing' }), WAIT);
    clock.seconds += 61;
    await vi.waitFor(() => expect(roots()).toHaveLength(1), WAIT);
    clock.seconds += 31;

    expect(roots()[0]?.blocks).toContain('uses gre');
    await vi.waitFor(
      async () => expect(await health()).toMatchObject({ ok: true, alerts: { watcher: 'this-process' } }),
      WAIT,
    );
    expect(roots()).toHaveLength(1);
  }, 120_000);

  it('watches nothing where none is', async () => {
    const { store, health, stop } = await started(null);

    expect(await health()).not.toHaveProperty('alerts');
    await stop();

    expect(await store.db.selectFrom('lease').selectAll().execute()).toEqual([]);
  });
});
