/**
 * What the user of DATABASE_URL may do in a Postgres, which since its version 15 lets nobody but the owner of a database create anything in its
 * schema `public` (PostgreSQL documentation, "Schemas and Privileges"). Nothing is written to find out.
 */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../store/tables.ts';

/** All of them, which the compiler sees to. */
const OURS = {
  ...{ lease: true, job: true, delivery: true, question: true, judgement: true, spending: true },
  ...{ audit: true, incident: true, incident_entry: true, watch: true, source_health: true },
  ...{ handled: true, kept: true, decision: true, lane: true },
  ...{ alert: true, alert_entry: true, alert_message: true, alert_rule: true, baseline: true },
  ...{ acquaintance: true, watched: true },
} as const satisfies Record<keyof Tables, true>;
const MIGRATIONS = ['kysely_migration', 'kysely_migration_lock'];

/** Names are quoted as a statement has to have them. */
export interface StoreRights {
  readonly role: string;
  readonly schema: string;
  readonly isThere: boolean;
  /** Whether the schema may be looked into at all. */
  readonly mayUse: boolean;
  /** Whether tables may be created in it. */
  readonly mayCreate: boolean;
  /** Whether a start has made its tables. */
  readonly isBegun: boolean;
  /** Tables that are there and of which not all may be read and written. */
  readonly closed: readonly string[];
  /** Sequences of theirs that may not be counted on. */
  readonly closedSequences: readonly string[];
}

interface SchemaRow {
  readonly role: string;
  readonly schema: string;
  readonly quoted: string;
  readonly isThere: boolean;
  readonly mayUse: boolean | null;
  readonly mayCreate: boolean | null;
}

interface RelationRow {
  readonly name: string;
  readonly isSequence: boolean;
  readonly isOpen: boolean;
}

/** The first schema of the search path, whether or not it may be used: `current_schema()` passes over one that may not. */
async function schemaOf(db: Kysely<Tables>): Promise<SchemaRow | undefined> {
  const { rows } = await sql<SchemaRow>`
    with named as (
      select coalesce(current_schema(), (
        select trim(both '" ' from part) from unnest(string_to_array(current_setting('search_path'), ',')) as part
        where trim(both '" ' from part) <> '$user' limit 1
      ), 'public') as schema
    )
    select quote_ident(current_user) as "role", schema, quote_ident(schema) as "quoted",
      to_regnamespace(quote_ident(schema)) is not null as "isThere",
      has_schema_privilege(to_regnamespace(quote_ident(schema)), 'USAGE') as "mayUse",
      has_schema_privilege(to_regnamespace(quote_ident(schema)), 'CREATE') as "mayCreate"
    from named`.execute(db);
  return rows[0];
}

async function relationsIn(db: Kysely<Tables>, schema: string): Promise<readonly RelationRow[]> {
  const names = [...Object.keys(OURS), ...MIGRATIONS];
  const { rows } = await sql<RelationRow>`
    select c.relname as "name", false as "isSequence",
      has_table_privilege(c.oid, 'SELECT') and has_table_privilege(c.oid, 'INSERT')
        and has_table_privilege(c.oid, 'UPDATE') and has_table_privilege(c.oid, 'DELETE') as "isOpen"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relkind in ('r', 'p') and c.relname in (${sql.join(names)})
    union all
    select s.relname, true, has_sequence_privilege(s.oid, 'USAGE')
    from pg_class s
      join pg_depend d on d.objid = s.oid and d.deptype in ('a', 'i')
      join pg_class c on c.oid = d.refobjid
      join pg_namespace n on n.oid = c.relnamespace
    where s.relkind = 'S' and n.nspname = ${schema} and c.relname in (${sql.join(names)})
    order by 1`.execute(db);
  return rows;
}

export async function storeRights(db: Kysely<Tables>): Promise<StoreRights> {
  const found = await schemaOf(db);
  if (!found) throw new TypeError('Postgres tells no schema');
  const relations = await relationsIn(db, found.schema);
  const closed = relations.filter(({ isOpen }) => !isOpen);
  return {
    role: found.role,
    schema: found.quoted,
    isThere: found.isThere,
    mayUse: found.mayUse ?? false,
    mayCreate: found.mayCreate ?? false,
    isBegun: relations.some(({ name }) => name === 'kysely_migration'),
    closed: closed.filter(({ isSequence }) => !isSequence).map(({ name }) => name),
    closedSequences: closed.filter(({ isSequence }) => isSequence).map(({ name }) => name),
  };
}
