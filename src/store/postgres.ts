/** Postgres, which several processes can share. */
import { CompiledQuery, type DatabaseConnection, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { StoreError } from './error.ts';
import type { Tables } from './tables.ts';

/** The types of a column that hold whole numbers of 64 bits; pg gives them as text. Ours are times and counts, far below 2^53. */
const INT8 = 20;
/** Milliseconds. */
const CONNECTING = 10_000;
const CONNECTIONS = 8;
/** A process that was stopped, or cut off, in the middle of a transaction keeps its rows from others for no longer. Milliseconds. */
const MOST_IDLE = 15_000;

/** Without the password, for messages: that and the user may have an `@` in them, and it may stand among the parameters. */
function shown(url: string): string {
  return url
    .replace(/^(\w+:\/\/[^:/]*):.*@/s, '$1:…@')
    .replace(/([?&](?:password|sslpassword)=)[^&]*/gi, '$1…');
}

/** @param url `postgres://user:password@host:5432/database`. @param onLost told of connections that break while nobody uses them. @throws StoreError */
export async function openPostgres(url: string, onLost: (error: Error) => void): Promise<Kysely<Tables>> {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, Number);
  try {
    const pool = new pg.Pool({
      connectionString: url,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECTING,
      types,
    });
    // The pool takes a new connection for the next query; without a listener the process would end.
    pool.on('error', onLost);
    // One that breaks while somebody uses it fails their next query.
    pool.on('connect', (client) => client.on('error', () => undefined));
    await pool.query('select 1');
    // Not as a parameter of the connection: poolers take only those that they know.
    const set = CompiledQuery.raw(`set idle_in_transaction_session_timeout = ${MOST_IDLE}`);
    const onCreateConnection = async (connection: DatabaseConnection) => {
      await connection.executeQuery(set);
    };
    return new Kysely<Tables>({ dialect: new PostgresDialect({ pool, onCreateConnection }) });
  } catch (cause) {
    throw new StoreError({
      attempted: `open the store ${shown(url)}`,
      cause,
      todo: 'See that DATABASE_URL names a Postgres that can be reached from here, or unset it to use a file.',
    });
  }
}
