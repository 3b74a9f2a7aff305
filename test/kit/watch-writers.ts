/** Which process took the lease of the watcher, and which wrote in the name of it: told by Postgres itself, so that no process can be wrong about it. */
import { type Kysely, sql } from 'kysely';
import type { Store } from '../../src/store/store.ts';

export interface Written {
  /** The process, by the name that its URL gives it. */
  readonly who: string;
  /** It took the lease, or wrote how far a source was watched. */
  readonly what: 'lease' | 'watched';
  /** The lease's as it was written. */
  readonly term: number;
}

interface Noted {
  written: Written & { readonly id: number };
}

/** The same database for a process of that name. */
export function urlFor(who: string, shared: string): string {
  const url = new URL(shared);
  url.searchParams.set('application_name', who);
  return url.toString();
}

/** @returns what was written so far, the oldest first */
export async function noteWriters({ db: of }: Store): Promise<() => Promise<readonly Written[]>> {
  const db = of as unknown as Kysely<Noted>;
  await sql`create table written (id bigserial primary key, who text, what text, term int)`.execute(db);
  await sql`
    create function note() returns trigger as $$
    begin
      if tg_table_name = 'lease' and tg_op = 'UPDATE' then
        if new.term = old.term then return null; end if;
      end if;
      insert into written (who, what, term)
        select current_setting('application_name'), tg_table_name, term from lease where name = 'watcher';
      return null;
    end $$ language plpgsql`.execute(db);
  for (const table of ['lease', 'watched'])
    await sql`create trigger noted after insert or update on ${sql.table(table)} for each row execute function note()`.execute(
      db,
    );
  return () => db.selectFrom('written').select(['who', 'what', 'term']).orderBy('id').execute();
}
