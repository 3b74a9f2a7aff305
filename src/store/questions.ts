/** The questions that were asked, with their answers: what buttons, threads, incidents and people's own lists go back to. */
import type { Kysely, Selectable } from 'kysely';
import type { Answer } from '../diagnosis/answer.ts';
import { idsInThread } from './in-thread.ts';
import type { QuestionTable, Tables } from './tables.ts';

export interface AskedQuestion {
  readonly id: string;
  /** A Slack user id. */
  readonly askedBy: string;
  readonly channel: string;
  /** Where it was asked; null for the channel itself. */
  readonly thread: string | null;
  /** As typed: untrusted. */
  readonly text: string;
  /** `command`, `mention`, `message`, `button`, `shortcut`, `home`, `watch`. */
  readonly via: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Milliseconds since the epoch. */
  readonly askedAt: number;
}

export interface RememberedQuestion extends AskedQuestion {
  /** The message that carries it; null where it is not known whether it was posted. */
  readonly rootTs: string | null;
  /** As it was read: plain data, to be checked by whoever knows what a request is. Null where it was not. */
  readonly request: unknown;
  /** Null as long as there is none. */
  readonly answer: Answer | null;
  readonly verdict: string | null;
  /** Names of the sources that it was put to. */
  readonly sources: readonly string[];
  /** The moment that its answer is true of, seconds since the epoch; null before it was read. */
  readonly asOf: number | null;
  /** Why a person stopped it; null where nobody did. */
  readonly stopped: string | null;
  /** Milliseconds since the epoch. */
  readonly answeredAt: number | null;
}

/** What became of a question, as it becomes known. */
interface QuestionNews {
  readonly rootTs?: string;
  readonly request?: object;
  /** Seconds since the epoch. */
  readonly asOf?: number;
  /** IANA name. */
  readonly timeZone?: string;
  readonly sources?: readonly string[];
  readonly answer?: Answer;
  /** Milliseconds since the epoch. */
  readonly answeredAt?: number;
}

export interface Questions {
  /** @returns false where it is there already */
  enter(question: AskedQuestion): Promise<boolean>;
  tell(id: string, news: QuestionNews): Promise<void>;
  /** A person wants no answer to it. @returns false where there is one, or no such question */
  stop(id: string, because: string): Promise<boolean>;
  /** Which of them a person has stopped, and why. @param ids at least one */
  stopped(ids: readonly string[]): Promise<readonly { readonly id: string; readonly because: string }[]>;
  get(id: string): Promise<RememberedQuestion | null>;
  /** The newest of a thread that was read as a request; `thread` is the `ts` of the message under which it was asked, or of the question's own. */
  latestIn(channel: string, thread: string): Promise<RememberedQuestion | null>;
  /** The one that a message of the bot carries or answers. */
  ofMessage(channel: string, ts: string): Promise<RememberedQuestion | null>;
  /** A person's own, the newest first. */
  of(person: string, most: number): Promise<readonly RememberedQuestion[]>;
}

function verdictOf(answer: Answer): string {
  return answer.kind === 'diagnosis' ? answer.diagnosis.verdict : answer.kind;
}

function remembered(row: Selectable<QuestionTable>): RememberedQuestion {
  return {
    id: row.id,
    askedBy: row.asked_by,
    channel: row.channel,
    thread: row.thread,
    rootTs: row.root_ts,
    text: row.text,
    via: row.via,
    request: row.request === null ? null : JSON.parse(row.request),
    answer: row.answer === null ? null : (JSON.parse(row.answer) as Answer),
    verdict: row.verdict,
    sources: JSON.parse(row.sources) as readonly string[],
    timeZone: row.time_zone,
    askedAt: row.asked_at,
    asOf: row.as_of_seconds,
    stopped: row.stopped,
    answeredAt: row.answered_at,
  };
}

export function createQuestions(db: Kysely<Tables>): Questions {
  const select = () => db.selectFrom('question').selectAll();

  async function first(query: ReturnType<typeof select>): Promise<RememberedQuestion | null> {
    const row = await query.limit(1).executeTakeFirst();
    return row ? remembered(row) : null;
  }

  return {
    async enter({ id, askedBy, channel, thread, text, via, timeZone, askedAt }) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('question')
        .values({
          id,
          asked_by: askedBy,
          channel,
          thread,
          root_ts: null,
          text,
          via,
          request: null,
          answer: null,
          verdict: null,
          sources: '[]',
          time_zone: timeZone,
          asked_at: askedAt,
          as_of_seconds: null,
          stopped: null,
          answered_at: null,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      return (numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
    async tell(id, { rootTs, request, asOf, timeZone, sources, answer, answeredAt }) {
      await db
        .updateTable('question')
        .set({
          ...(rootTs === undefined ? {} : { root_ts: rootTs }),
          ...(request === undefined ? {} : { request: JSON.stringify(request) }),
          ...(asOf === undefined ? {} : { as_of_seconds: asOf }),
          ...(timeZone === undefined ? {} : { time_zone: timeZone }),
          ...(sources === undefined ? {} : { sources: JSON.stringify(sources) }),
          ...(answer === undefined ? {} : { answer: JSON.stringify(answer), verdict: verdictOf(answer) }),
          ...(answeredAt === undefined ? {} : { answered_at: answeredAt }),
        })
        .where('id', '=', id)
        .execute();
    },
    async stop(id, because) {
      const { numUpdatedRows } = await db
        .updateTable('question')
        .set({ stopped: because })
        .where('id', '=', id)
        .where('answer', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async stopped(ids) {
      const rows = await db
        .selectFrom('question')
        .select(['id', 'stopped'])
        .where('id', 'in', ids)
        .where('stopped', 'is not', null)
        .execute();
      return rows.map(({ id, stopped }) => ({ id, because: stopped ?? '' }));
    },
    get: (id) => first(select().where('id', '=', id)),
    latestIn: (channel, thread) =>
      first(
        select()
          .where('id', 'in', idsInThread(db, channel, thread))
          .where('request', 'is not', null)
          .orderBy('asked_at', 'desc'),
      ),
    async ofMessage(channel, ts) {
      const root = await first(select().where('channel', '=', channel).where('root_ts', '=', ts));
      if (root) return root;
      const delivery = await db
        .selectFrom('delivery')
        .select('key')
        .where('channel', '=', channel)
        .where('ts', '=', ts)
        .executeTakeFirst();
      // Keys of deliveries begin with what they are part of.
      const id = delivery?.key.slice(0, delivery.key.lastIndexOf('/'));
      return id === undefined ? null : first(select().where('id', '=', id));
    },
    async of(person, most) {
      const rows = await select()
        .where('asked_by', '=', person)
        .orderBy('asked_at', 'desc')
        .limit(most)
        .execute();
      return rows.map(remembered);
    },
  };
}
