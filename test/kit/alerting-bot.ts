/** A bot with alerts in its store, and a Slack that keeps what it takes. */
import { randomUUID } from 'node:crypto';
import { onTestFinished, vi } from 'vitest';
import type { Alert, AlertMessage, AlertReply } from '../../src/alerts/alert.ts';
import { ALERT_DEFAULTS } from '../../src/alerts/settings.ts';
import { type AlertMemory, createAlertMemory } from '../../src/alerts/stored.ts';
import { TELLING } from '../../src/slack/alerts/outlet.ts';
import type { BotParts } from '../../src/slack/bot.ts';
import { type Audit, createAudit } from '../../src/store/audit.ts';
import { createJobs } from '../../src/store/jobs.ts';
import type { Store } from '../../src/store/store.ts';
import { storedAlert, storedMessage } from './alerts.ts';
import { END } from './answers.ts';
import { QUICK, startBot } from './slack-bot.ts';
import { deliver, interactionEnvelope, pressEnvelope } from './slack-envelopes.ts';
import type { KeptMessage } from './slack-workspace.ts';
import { type StatefulSlack, startStatefulSlack } from './stateful-slack.ts';
import { memoryStore } from './stores.ts';

export const ALERTS = 'C0ALERTS';
/** Slack's own pauses are real. */
export const LONG = 30_000;

/** As if they had been decided: stored, and to be told. */
export async function decided(
  store: Store,
  {
    alerts = [storedAlert({ number: 0 })],
    messages = [storedMessage()],
    replies = [],
  }: {
    readonly alerts?: readonly Alert[];
    readonly messages?: readonly AlertMessage[];
    readonly replies?: readonly AlertReply[];
  } = {},
  id = 'R1',
): Promise<void> {
  const memory = createAlertMemory(store.db);
  const told = { messages: messages.map((message) => message.id), replies };
  const job = { id: `${TELLING}-${id}`, kind: TELLING, input: told, at: END * 1000 };
  // Of a process that has ended: the bot goes on with it when it starts.
  await createJobs(store).enter(job, { owner: 'dead', length: 0 }, async (on) => {
    await memory.alerts.save(on, alerts, []);
    await memory.messages.save(on, messages, []);
  });
}

export interface AlertingBot {
  readonly slack: StatefulSlack;
  readonly store: Store;
  readonly memory: AlertMemory;
  readonly audit: Audit;
  readonly port: number;
  readonly stop: () => Promise<void>;
  /** Its roots in the channel of alerts. */
  roots(): readonly KeptMessage[];
  /** Presses something under the message of alerts: an action of a button, a select, a menu. */
  press(action: object, user?: string, trigger?: string): Promise<Response>;
  interact(payload: object): Promise<Response>;
}

export async function startAlertingBot(
  store: Store,
  changes: Partial<BotParts> = {},
  slack?: StatefulSlack,
): Promise<AlertingBot> {
  const there = slack ?? (await startStatefulSlack());
  if (!slack) onTestFinished(() => there.close());
  const { sources = [QUICK], ...rest } = changes;
  const { port, stop } = await startBot(there.settings, {
    store,
    // Of the account that the alerts are of: what is of another nobody would look at.
    sources: sources.map((one) => ({ ...one, about: { ...one.about, account: storedAlert().account } })),
    now: () => END * 1000,
    alerts: { ...ALERT_DEFAULTS, channel: ALERTS },
    ...rest,
  });
  const roots = () => there.messages(ALERTS).filter(({ thread_ts: thread }) => thread === undefined);
  const interact = (payload: object) => deliver(port ?? 0, interactionEnvelope(there.url, payload));
  return {
    ...{ slack: there, store, stop, roots, interact },
    memory: createAlertMemory(store.db),
    audit: createAudit(store.db),
    port: port ?? 0,
    press: (action, user = 'U0ASKER', trigger = randomUUID()) => {
      const [root] = roots();
      const press = { action, channel: ALERTS, ts: root?.ts ?? '', user };
      return deliver(port ?? 0, pressEnvelope(there.url, press, { trigger_id: trigger }));
    },
  };
}

/** With one alert, which is told by the time that it resolves. */
export async function startWithAlert(changes: Partial<BotParts> = {}): Promise<AlertingBot> {
  const store = await memoryStore();
  await decided(store);
  const bot = await startAlertingBot(store, changes);
  await eventually(async () => (await bot.memory.messages.get('M1'))?.ts ?? null);
  return bot;
}

/** What it comes to at last. */
export function eventually<T>(look: () => T | null | undefined | Promise<T | null | undefined>): Promise<T> {
  return vi.waitFor(
    async () => {
      const found = await look();
      if (found === null || found === undefined) throw new Error('it is not there yet');
      return found;
    },
    { timeout: LONG, interval: 20 },
  );
}
