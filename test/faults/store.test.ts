/** A store that does not work, or not in time: nothing that was acknowledged is lost, and what cannot be written down is not acknowledged as taken. */
import { sql } from 'kysely';
import { afterAll, onTestFinished } from 'vitest';
import { openStore, type Store } from '../../src/store/store.ts';
import { hasOwnPostgres, type OwnPostgres, startOwnPostgres, urlOn } from '../kit/own-postgres.ts';
import { openedStore, sqliteSettings } from '../kit/stores.ts';
import { startTcpProxy } from '../kit/tcp-proxy.ts';
import { QUESTION } from './bench/account.ts';
import { startBench } from './bench/bench.ts';
import { faults } from './bench/faults.ts';
import { inTheMiddle } from './bench/in-the-middle.ts';

/** Milliseconds. */
const MINUTE = 60_000;

/** The disk is full: what the file has now is all that it may have, and what is left in its pages is used up. */
async function fill({ db }: Store): Promise<void> {
  await sql`create table if not exists filler (what text)`.execute(db);
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
  await sql`pragma max_page_count = ${sql.lit(rows[0]?.page_count ?? 1)}`.execute(db);
  for (let size = 3000; size > 0; size = Math.floor(size / 2)) {
    for (let hasRoom = true; hasRoom; ) {
      hasRoom = await sql`insert into filler values (${'x'.repeat(size)})`.execute(db).then(
        () => true,
        () => false,
      );
    }
  }
}

async function free({ db }: Store): Promise<void> {
  await sql`pragma max_page_count = 1000000`.execute(db);
}

faults('SQLite', (fault) => {
  fault('the disk is full as a question is asked, and has room again later', async () => {
    const store = await openedStore(await sqliteSettings());
    const bench = await startBench({ store });
    await fill(store);
    // Longer than what may be left of a page.
    const told = await bench.ask(`${QUESTION}${' '.repeat(3900)}`);
    await free(store);
    const began = bench.clock.now();
    await bench.ask();
    await bench.answered();
    return {
      seconds: (bench.clock.now() - began) / 1000,
      sees: [told, ...bench.seen()],
      lost: 'the question, and it is said',
    };
  });

  fault('the disk is full in the middle of a question, for 60 s', async () => {
    const store = await openedStore(await sqliteSettings());
    const bench = await startBench({ store });
    return inTheMiddle(
      bench,
      () => fill(store),
      async () => {
        await bench.clock.sleep(MINUTE);
        await free(store);
      },
    );
  });

  fault('the file may only be read in the middle of a question, for 60 s', async () => {
    const store = await openedStore(await sqliteSettings());
    const bench = await startBench({ store });
    return inTheMiddle(
      bench,
      () => sql`pragma query_only = on`.execute(store.db),
      async () => {
        await bench.clock.sleep(MINUTE);
        await sql`pragma query_only = off`.execute(store.db);
      },
    );
  });
});

/** One for all of them, which runs again after each. */
let shared: Promise<OwnPostgres> | undefined;
afterAll(async () => (await shared)?.remove());

async function onPostgres() {
  shared ??= startOwnPostgres();
  const postgres = await shared;
  const proxy = await startTcpProxy(postgres.port);
  onTestFinished(() => proxy.close());
  const store = await openStore({ url: urlOn(proxy.port), path: ':memory:' });
  onTestFinished(() => store.close());
  const bench = await startBench({ store, isReal: true });
  return { postgres, proxy, bench };
}

faults('Postgres', (fault) => {
  fault(
    'it is restarted in the middle of a question',
    async () => {
      const { postgres, bench } = await onPostgres();
      return inTheMiddle(bench, postgres.stop, postgres.start);
    },
    hasOwnPostgres,
  );

  fault(
    'it is away as a question is asked, and there again later',
    async () => {
      const { postgres, bench } = await onPostgres();
      await postgres.stop();
      const told = await bench.ask();
      await postgres.start();
      const began = bench.clock.now();
      await bench.ask();
      await bench.answered();
      return {
        seconds: (bench.clock.now() - began) / 1000,
        sees: [told, ...bench.seen()],
        lost: 'the question, and it is said',
      };
    },
    hasOwnPostgres,
  );

  fault(
    'all of its connections break in the middle of a question',
    async () => {
      const { proxy, bench } = await onPostgres();
      return inTheMiddle(bench, proxy.breakAll);
    },
    hasOwnPostgres,
  );

  fault(
    'everything that it is asked takes 200 ms longer',
    async () => {
      const { proxy, bench } = await onPostgres();
      proxy.delay(100);
      const told = await bench.ask();
      const seconds = await bench.answered();
      const alone = [told, ...bench.alone()].filter((text) => text !== '');
      return { seconds, sees: [...alone, ...bench.seen()], lost: 'nothing' };
    },
    hasOwnPostgres,
  );
});
