/** Three processes of the bot on one Postgres, each with a socket of its own to one Slack. */
import { expect, onTestFinished, vi } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { type KillableBot, startKillableBot, type Watched, type Working } from './killable-bot.ts';
import { type SocketSlack, startSocketSlack } from './socket-slack.ts';
import { DATABASES, openedStore } from './stores.ts';

const HOW_MANY = 3;
/** Starting them takes so long at most on a machine that is busy, milliseconds. */
const STARTED = 60_000;

export interface Replicas {
  readonly slack: SocketSlack;
  readonly store: Store;
  /** Of the Postgres. */
  readonly url: string;
  readonly bots: readonly KillableBot[];
  /** Resolves when nothing that was taken on is open. */
  settled(): Promise<void>;
}

export interface ReplicaParts {
  /** Who of several sockets is handed something. */
  readonly random: () => number;
  readonly watched?: Watched;
  readonly working?: Working;
}

/** Whether there is a Postgres that they can share. */
export const HAS_POSTGRES = DATABASES.some(([name]) => name === 'Postgres');

/** Of a Postgres of the test's own. */
export async function sharedUrl(): Promise<string> {
  const [, settings] = DATABASES.find(([name]) => name === 'Postgres') ?? expect.fail('there is no Postgres');
  return (await settings()).url ?? expect.fail('it has no URL');
}

export async function startReplicas({ random, watched, working }: ReplicaParts): Promise<Replicas> {
  const slack = await startSocketSlack(random);
  onTestFinished(() => slack.close());
  const url = await sharedUrl();
  const store = await openedStore({ url, path: ':memory:' });
  const bots = await Promise.all(
    Array.from({ length: HOW_MANY }, () => startKillableBot(slack.settings, url, watched, working)),
  );
  onTestFinished(() => {
    for (const bot of bots) bot.close();
  });
  expect(slack.sockets()).toHaveLength(HOW_MANY);
  return {
    ...{ slack, store, url, bots },
    settled: () =>
      vi.waitFor(
        async () => {
          const open = await store.db.selectFrom('job').select('id').where('state', '=', 'open').execute();
          expect(open).toEqual([]);
        },
        { timeout: STARTED, interval: 50 },
      ),
  };
}
