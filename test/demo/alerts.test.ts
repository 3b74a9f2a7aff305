import { expect, it, onTestFinished, vi } from 'vitest';
import { ALERT_DEFAULTS } from '../../src/alerts/settings.ts';
import { createDemoSource } from '../../src/demo/source.ts';
import { HOSTS, type Host } from '../../src/demo/topology.ts';
import { ALERTS } from '../kit/alerting-bot.ts';
import { startBot } from '../kit/slack-bot.ts';
import { startStatefulSlack } from '../kit/stateful-slack.ts';
import { memoryStore } from '../kit/stores.ts';

const NOW = Date.parse('2026-03-04T14:22:00Z') / 1000;
const LONG = 300_000;

const nameOf = ({ name, address }: Host) => `${name} (${address})`;

it(
  'The demo tells in its channel of each service that is blocked, the one that nobody asks about too, and of nothing that is harmless',
  async () => {
    const slack = await startStatefulSlack();
    onTestFinished(() => slack.close());
    const store = await memoryStore();
    await startBot(slack.settings, {
      ...{ store, sources: [createDemoSource(() => NOW)], now: () => NOW * 1000, glance: 50 },
      alerts: { ...ALERT_DEFAULTS, channel: ALERTS, groupWait: 0 },
    });
    await vi.waitFor(
      async () => {
        const watched = await store.db.selectFrom('watched').select(['at', 'state']).executeTakeFirst();
        expect(JSON.parse(watched?.state ?? '{}')).toMatchObject({
          failures: 0,
          dayUpTo: expect.any(Number),
        });
        const open = await store.db.selectFrom('job').select('id').where('state', '=', 'open').execute();
        expect(open).toEqual([]);
      },
      { timeout: LONG, interval: 100 },
    );
    // What is of low severity is folded into the digest of the day.
    const told = slack.messages(ALERTS).map(({ text }) => text.replace(/^:\w+: (?:A-\d+ )?/, ''));
    expect(told.sort()).toEqual([
      expect.stringMatching(/^Digest of 2026-03-04: 1 alert/),
      expect.stringContaining(`high: ${nameOf(HOSTS.db1)} answers ${nameOf(HOSTS.web1)}`),
      expect.stringContaining(`medium: ${nameOf(HOSTS.worker)} cannot reach ${nameOf(HOSTS.cache)}`),
    ]);
  },
  LONG,
);
