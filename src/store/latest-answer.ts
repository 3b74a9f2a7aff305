/** The last answer that there is in a conversation. */
import type { Kysely } from 'kysely';
import { idsInThread } from './in-thread.ts';
import type { Tables } from './tables.ts';

/**
 * The id of the question that was answered last: of a thread, those that were asked in it or whose message it hangs under; of a channel, all in it.
 * Null where none was answered by flow logs. @param thread null for the channel itself
 */
export async function latestAnswerIn(
  db: Kysely<Tables>,
  { channel, thread }: { readonly channel: string; readonly thread: string | null },
): Promise<string | null> {
  const answered = db
    .selectFrom('question')
    .select('id')
    // Of these alone the request is remembered, and of those that failed the verdict says so.
    .where('answered_at', 'is not', null)
    .where('verdict', 'not in', ['failure', 'cancelled', 'over-budget', 'mistake', 'help', 'explanation']);
  const here =
    thread === null
      ? answered.where('channel', '=', channel)
      : answered.where('id', 'in', idsInThread(db, channel, thread));
  const row = await here.orderBy('answered_at', 'desc').orderBy('id').limit(1).executeTakeFirst();
  return row?.id ?? null;
}
