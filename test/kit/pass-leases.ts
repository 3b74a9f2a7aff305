/** Lets leases run out: nobody can move the clock of a database, but what was written by it can be. */
import type { Store } from '../../src/store/store.ts';

/** As if so much time had passed for all that is held, of the watcher, of deliveries and of work. */
export async function passLeases({ db }: Store, milliseconds: number): Promise<void> {
  await db
    .updateTable('lease')
    .set(({ eb }) => ({ until: eb('until', '-', milliseconds) }))
    .execute();
  await db
    .updateTable('job')
    .set(({ eb }) => ({ lease_until: eb('lease_until', '-', milliseconds) }))
    .execute();
}
