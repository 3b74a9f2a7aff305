/** Statements that make and remove what a test or a benchmark has of its own in a Postgres. */
import pg from 'pg';

/** One statement on a connection of its own. @param url of a database */
export async function administrate(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
