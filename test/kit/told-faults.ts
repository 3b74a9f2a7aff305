/** Bots that watch while they are killed: when all that is recorded was watched and told, and that each fault was told of once, with its end. */
import { expect, vi } from 'vitest';
import { createAlertMemory } from '../../src/alerts/stored.ts';
import type { Store } from '../../src/store/store.ts';
import { ALERTS } from './alerting-bot.ts';
import type { StatefulSlack } from './stateful-slack.ts';

const LONG = 120_000;
const DAY = 86_400;

/** Resolves when it was watched up to then, and all that came of it is told. @param upTo seconds since the epoch */
export async function watchedUpTo({ db }: Store, upTo: () => number): Promise<void> {
  await vi.waitFor(
    async () => {
      const watched = await db.selectFrom('watched').select('state').executeTakeFirst();
      expect(JSON.parse(watched?.state ?? '{}')).toMatchObject({ failures: 0, upTo: upTo() });
      const open = await db.selectFrom('job').select('id').where('state', '=', 'open').execute();
      expect(open).toEqual([]);
    },
    { timeout: LONG, interval: 20 },
  );
}

/**
 * @param faults addresses of what was blocked, one after the other
 * @param upTo seconds since the epoch
 */
export async function expectToldOnce(
  { db }: Store,
  slack: StatefulSlack,
  faults: readonly string[],
  upTo: number,
): Promise<void> {
  const jobs = (kind: string) => db.selectFrom('job').selectAll().where('kind', '=', kind).execute();
  const window = { start: 0, end: upTo + DAY };
  const alerts = await createAlertMemory(db).alerts.list({ which: 'all', window, most: 99 });
  const told = slack.messages(ALERTS);
  const roots = told.filter(({ thread_ts: of }) => of === undefined);
  const replies = told.filter(({ thread_ts: of }) => of !== undefined);
  const namedIn = (number: number) => roots.filter(({ text }) => new RegExp(`\\bA-${number}\\b`).test(text));
  const numbers = alerts.map(({ number }) => number).sort((one, other) => one - other);

  expect(alerts.map(({ subject }) => subject.id).sort()).toEqual([...faults].sort());
  // Postgres leaves out the numbers of what was not written after all.
  expect(new Set(numbers).size).toBe(faults.length);
  expect(numbers.map((number) => namedIn(number).length)).toEqual(numbers.map(() => 1));
  expect(roots).toHaveLength(faults.length);

  // All that was decided to be said was taken on, and each of it stands in a thread once.
  const decided = (await jobs('alert-telling')).flatMap(
    ({ input }) => (JSON.parse(input) as { readonly replies: readonly { readonly id: string }[] }).replies,
  );
  const ids = new Set(decided.map(({ id }) => `alert-reply-${id}`));
  expect(new Set((await jobs('alert-reply')).map(({ id }) => id))).toEqual(ids);
  expect(replies).toHaveLength(ids.size);
  expect(new Set(replies.map(({ thread_ts: of, text }) => `${of} ${text}`)).size).toBe(ids.size);

  // Two spans after it was blocked each is over.
  const over = alerts.filter(({ state }) => state === 'resolved');
  expect(over.length).toBeGreaterThanOrEqual(faults.length - 2);
  const ends = replies.filter(({ text }) => text.includes('is over after'));
  expect(ends).toHaveLength(over.length);
  expect(roots.filter(({ text }) => text.includes('Resolved'))).toHaveLength(over.length);
}
