/** What is remembered of alarms that were told, so that the same one changes its message instead of coming again. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Alarm } from '../../alarms/alarm.ts';
import type { AlarmAnswer } from '../../present/alarm-message.ts';
import { type Kept, OF_ALARMS } from '../../store/kept.ts';
import type { Posted } from '../delivery/messenger.ts';

export interface Told {
  /** The work that told it. */
  readonly by: string;
  readonly at: Posted;
  readonly alarm: Alarm;
  readonly known: AlarmAnswer;
  /** When it said last how it stands, seconds since the epoch, and which work took that: what is older is of the past. */
  readonly heard: { readonly by: string; readonly at: number; readonly state: Alarm['state'] };
  /** When it ended, seconds since the epoch; null as long as it goes on. */
  readonly overAt: number | null;
}

const Heard = z.object({
  by: z.string(),
  at: z.number(),
  state: z.enum(['firing', 'over', 'unknown']),
});

/** What is kept may be of another version: what it is edited and found by is checked, the rest is shown. */
const StoredTold = z
  .looseObject({
    by: z.string(),
    at: z.looseObject({ channel: z.string(), ts: z.string() }),
    alarm: z.custom<Alarm>((value) => StoredAlarm.safeParse(value).success, 'an alarm'),
    known: z.custom<AlarmAnswer>((value) => StoredAnswer.safeParse(value).success, 'an answer'),
    // Older processes know no more than this of how it stands.
    isOver: z.boolean(),
    heard: Heard.optional(),
    overAt: z.number().nullish(),
  })
  .transform(({ by, at, alarm, known, isOver, heard, overAt }): Told => {
    const standing = isOver ? 'over' : 'firing';
    return {
      ...{ by, at, alarm, known },
      heard: heard ?? { by, at: alarm.at, state: standing },
      overAt: isOver ? (overAt ?? alarm.at) : null,
    };
  });
const StoredAlarm = z.looseObject({
  kind: z.enum(['cloudwatch', 'guardduty', 'other']),
  id: z.string(),
  title: z.string(),
  reason: z.string(),
  at: z.number(),
});
const StoredAnswer = z.looseObject({ question: z.string(), answer: z.unknown() }).nullable();

export interface ToldAlarms {
  /** Null where the alarm begins anew. */
  get(alarm: Alarm): Promise<Told | null>;
  put(told: Told): Promise<void>;
  /** Remembers that it ended, also where nobody was told of it yet: its beginning may come later. */
  end(alarm: Alarm): Promise<void>;
  /** When it ended after it had begun so, seconds since the epoch; null where it is not known to have. */
  overSince(alarm: Alarm): Promise<number | null>;
  /** Counts it among those of its hour. @returns its place among them, the first is 1: the same for the same work */
  placeInHour(work: string): Promise<{ readonly hour: number; readonly place: number }>;
}

/** Milliseconds. An alarm that fires after it was silent for so long begins anew. */
const FORGOTTEN = 86_400_000;
const HOUR = 3_600_000;
const OF_HOUR = 'alarms-of-the-hour';

const OfHour = z.object({ hour: z.int(), works: z.array(z.string()) });
type OfHour = z.infer<typeof OfHour>;

const Ended = z.object({ at: z.number() });

function nameOf({ kind, id }: Alarm): string {
  return `${OF_ALARMS}${kind}/${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
}

/** @param now milliseconds since the epoch */
export function createToldAlarms(kept: Kept, now: () => number): ToldAlarms {
  /** One after the other: it is read and written. */
  let counted: Promise<unknown> = Promise.resolve();

  async function count(work: string): Promise<{ readonly hour: number; readonly place: number }> {
    const hour = Math.floor(now() / HOUR);
    const before = OfHour.safeParse((await kept.get(OF_HOUR))?.value).data;
    const works = before?.hour === hour ? before.works : [];
    const known = works.indexOf(work);
    if (known >= 0) return { hour, place: known + 1 };
    await kept.put(OF_HOUR, { hour, works: [...works, work] } satisfies OfHour, now());
    return { hour, place: works.length + 1 };
  }

  const nameOfEnd = (alarm: Alarm) => `${nameOf(alarm)}/end`;

  async function endOf(alarm: Alarm): Promise<number | null> {
    return Ended.safeParse((await kept.get(nameOfEnd(alarm)))?.value).data?.at ?? null;
  }

  return {
    async get(alarm) {
      const found = await kept.get(nameOf(alarm));
      if (!found || (alarm.state === 'firing' && now() - found.at >= FORGOTTEN)) return null;
      // What cannot be read begins anew, in a message of its own.
      return StoredTold.safeParse(found.value).data ?? null;
    },
    put: (told) => kept.put(nameOf(told.alarm), { ...told, isOver: told.overAt !== null }, now()),
    async end(alarm) {
      const known = await endOf(alarm);
      if (known !== null && known >= alarm.at) return;
      await kept.put(nameOfEnd(alarm), { at: alarm.at } satisfies z.infer<typeof Ended>, now());
    },
    async overSince(alarm) {
      const ended = await endOf(alarm);
      return ended !== null && ended >= alarm.at ? ended : null;
    },
    placeInHour(work) {
      const place = counted.then(() => count(work));
      counted = place.catch(() => undefined);
      return place;
    },
  };
}
