/** A channel with an open incident and answers, before anything is done with them. */
import { expect, vi } from 'vitest';
import { createAudit } from '../../src/store/audit.ts';
import { createIncidents } from '../../src/store/incidents.ts';
import type { Store } from '../../src/store/store.ts';
import { isVerdict } from './answered-once.ts';
import type { Scene } from './deeds.ts';
import { commandEnvelope, type Envelope } from './slack-envelopes.ts';
import type { StatefulSlack } from './stateful-slack.ts';

/** Then all is there, milliseconds. */
const SETTLED = 120_000;

/**
 * @param bring how the bot is told of it
 * @param answers so many
 */
export async function preparedScene(
  slack: StatefulSlack,
  { db }: Store,
  bring: (envelope: Envelope) => Promise<unknown>,
  answers: number,
): Promise<Scene> {
  const channel = 'C0SOURCE';
  const type = (text: string, id: string) =>
    bring(commandEnvelope(slack.url, { channel_id: channel, text, trigger_id: id }));
  const ids = Array.from({ length: answers }, (_, index) => `Q${index}`);
  await type('incident open "Checkout is down" sev1', 'I1');
  for (const [index, id] of ids.entries()) await type(`reject 10.0.1.5 last ${index + 20}m`, id);
  const [card, ...roots] = await vi.waitFor(() => {
    const own = slack.messages(channel).filter((one) => one.thread_ts === undefined);
    const answered = ids.map((_, index) =>
      own.filter(isVerdict).find(({ blocks }) => blocks.includes(`last ${index + 20}m\``)),
    );
    const all = [own.find(({ blocks }) => blocks.includes('INC-1')), ...answered];
    return all.map((one) => one?.ts ?? expect.fail('not all is there yet'));
  }, SETTLED);
  return {
    ...{ slack, channel, cardTs: card ?? '' },
    answers: ids.map((question, index) => ({ question, ts: roots[index] ?? '' })),
    audit: createAudit(db),
    incidents: createIncidents(db),
  };
}
