/** Incidents, and what happened in each, in order. Whatever is done twice under the same key is done once. */
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { IncidentSeverity } from '../diagnosis/incident-severity.ts';
import {
  deedIn,
  type IncidentDeed,
  type IncidentEntry,
  type NewDeed,
  type NotEntered,
  type Person,
} from './incident-deed.ts';
import type { IncidentEntryTable, IncidentTable, Tables } from './tables.ts';

export interface Incident {
  /** People say `INC-7`. */
  readonly number: number;
  /** As typed: untrusted. */
  readonly title: string;
  readonly severity: IncidentSeverity | null;
  readonly channel: string;
  /** Null where it is of the whole channel. */
  readonly thread: string | null;
  /** The message that shows how it stands; null before it is posted. */
  readonly cardTs: string | null;
  /** A Slack user id. */
  readonly openedBy: string;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  /** Null as long as it is open. */
  readonly closedAt: number | null;
}

export interface Opening {
  /** Of whatever opens it. */
  readonly key: string;
  readonly title: string;
  readonly severity: IncidentSeverity | null;
  readonly channel: string;
  readonly thread: string | null;
  readonly by: Person;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

interface Entering {
  readonly key: string;
  readonly incident: number;
  readonly by: Person;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly deed: NewDeed;
}

type Entered =
  | { readonly kind: 'entered'; readonly isNew: boolean; readonly entry: IncidentEntry }
  | { readonly kind: 'not-entered'; readonly because: NotEntered };

export interface Incidents {
  open(opening: Opening): Promise<Incident>;
  enter(entering: Entering): Promise<Entered>;
  get(number: number): Promise<Incident | null>;
  /** In the order in which it happened. */
  entries(number: number): Promise<readonly IncidentEntry[]>;
  /** What was entered under a key; null where nothing was. */
  entryOf(key: string): Promise<IncidentEntry | null>;
  setCard(number: number, ts: string): Promise<void>;
  /** All of a channel, threads included, the newest first. */
  inChannel(channel: string): Promise<readonly Incident[]>;
  /** The newest first. */
  list(wanted: { readonly isClosedToo: boolean; readonly most: number }): Promise<readonly Incident[]>;
}

function incidentOf(row: Selectable<IncidentTable>): Incident {
  return {
    number: row.number,
    title: row.title,
    severity: row.severity as IncidentSeverity | null,
    channel: row.channel,
    thread: row.thread,
    cardTs: row.card_ts,
    openedBy: row.opened_by,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
  };
}

function entryOf({ key, incident, at, by, by_name, detail }: Selectable<IncidentEntryTable>): IncidentEntry {
  return { key, incident, at, by: { id: by, name: by_name }, deed: JSON.parse(detail) as IncidentDeed };
}

/** What a deed changes in the incident itself. */
function changeOf(deed: IncidentDeed, at: number): Partial<Pick<IncidentTable, 'severity' | 'closed_at'>> {
  if (deed.kind === 'severity') return { severity: deed.severity };
  if (deed.kind === 'closed') return { closed_at: at };
  return deed.kind === 'reopened' ? { closed_at: null } : {};
}

export function createIncidents(db: Kysely<Tables>): Incidents {
  const incidents = (on: Kysely<Tables>) => on.selectFrom('incident').selectAll();
  const entries = (on: Kysely<Tables>) => on.selectFrom('incident_entry').selectAll();

  async function write(
    on: Transaction<Tables>,
    { key, incident, at, by, deed }: IncidentEntry,
  ): Promise<void> {
    const { id, name } = by;
    const detail = JSON.stringify(deed);
    await on
      .insertInto('incident_entry')
      .values({ key, incident, at, by: id, by_name: name, kind: deed.kind, detail })
      .execute();
  }

  async function listed(on: Kysely<Tables>, number: number): Promise<readonly IncidentEntry[]> {
    const rows = await entries(on).where('incident', '=', number).orderBy('at').orderBy('seq').execute();
    return rows.map(entryOf);
  }

  return {
    open: (opening) =>
      db.transaction().execute(async (on) => {
        const { key, title, severity, channel, thread, by, at } = opening;
        const row = await on
          .insertInto('incident')
          .values({
            ...{ key, title, severity, channel, thread },
            card_ts: null,
            opened_by: by.id,
            opened_at: at,
            closed_at: null,
          })
          .onConflict((conflict) => conflict.column('key').doNothing())
          .returningAll()
          .executeTakeFirst();
        if (!row) return incidentOf(await incidents(on).where('key', '=', key).executeTakeFirstOrThrow());
        const deed: IncidentDeed = { kind: 'opened', title, severity };
        await write(on, { key, incident: row.number, at, by, deed });
        return incidentOf(row);
      }),
    enter: ({ key, incident, by, at, deed: wanted }) =>
      db.transaction().execute(async (on): Promise<Entered> => {
        // Changing nothing keeps others out of this incident until the end of the transaction, on both databases.
        const { numUpdatedRows } = await on
          .updateTable('incident')
          .set({ channel: (one) => one.ref('channel') })
          .where('number', '=', incident)
          .executeTakeFirst();
        const before = await entries(on).where('key', '=', key).executeTakeFirst();
        if (before) return { kind: 'entered', isNew: false, entry: entryOf(before) };
        if (numUpdatedRows === 0n) return { kind: 'not-entered', because: 'no-incident' };
        const { closed_at } = await incidents(on).where('number', '=', incident).executeTakeFirstOrThrow();
        const deed = deedIn({ isOpen: closed_at === null, entries: await listed(on, incident) }, wanted);
        if (typeof deed === 'string') return { kind: 'not-entered', because: deed };
        const entry = { key, incident, at, by, deed };
        await write(on, entry);
        const change = changeOf(deed, at);
        if (Object.keys(change).length > 0)
          await on.updateTable('incident').set(change).where('number', '=', incident).execute();
        return { kind: 'entered', isNew: true, entry };
      }),
    async get(number) {
      const row = await incidents(db).where('number', '=', number).executeTakeFirst();
      return row ? incidentOf(row) : null;
    },
    entries: (number) => listed(db, number),
    async entryOf(key) {
      const row = await entries(db).where('key', '=', key).executeTakeFirst();
      return row ? entryOf(row) : null;
    },
    async setCard(number, ts) {
      await db.updateTable('incident').set({ card_ts: ts }).where('number', '=', number).execute();
    },
    async inChannel(channel) {
      const rows = await incidents(db).where('channel', '=', channel).orderBy('number', 'desc').execute();
      return rows.map(incidentOf);
    },
    async list({ isClosedToo, most }) {
      const all = incidents(db);
      const wanted = isClosedToo ? all : all.where('closed_at', 'is', null);
      return (await wanted.orderBy('number', 'desc').limit(most).execute()).map(incidentOf);
    },
  };
}
