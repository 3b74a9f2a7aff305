/** Which questions are of a thread. In two parts, each of which has its index: with `or`, SQLite reads all of the channel. */
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** The ids of those that were asked in it or whose message it hangs under. */
export function idsInThread(db: Kysely<Tables>, channel: string, thread: string) {
  const at = (column: 'thread' | 'root_ts') =>
    db.selectFrom('question').select('id').where('channel', '=', channel).where(column, '=', thread);
  return at('thread').union(at('root_ts'));
}
