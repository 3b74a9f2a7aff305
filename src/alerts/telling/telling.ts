/** What of an outcome goes to Slack now. */
import type { Telling } from '../outlet.ts';
import type { Outcome, Standing } from '../round.ts';

/** Messages that are to be posted or edited, which a new revision says, what is said in their threads, and what silences no longer. */
export function tellingOf({ messages, replies, rulesOver }: Outcome, standing: Standing): Telling {
  const before = new Map(standing.messages.map(({ id, revision }) => [id, revision]));
  return {
    messages: messages.filter(({ id, revision }) => revision > (before.get(id) ?? 0)).map(({ id }) => id),
    replies,
    rulesOver,
  };
}
