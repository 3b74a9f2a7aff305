/** What is remembered of alarms that were told, so that the same one changes its message instead of coming again. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Alarm } from '../../alarms/alarm.ts';
import type { AlarmAnswer } from '../../present/alarm-message.ts';
import type { Kept } from '../../store/kept.ts';
import type { Posted } from '../delivery/messenger.ts';

export interface Told {
  /** The work that told it. */
  readonly by: string;
  readonly at: Posted;
  readonly alarm: Alarm;
  readonly known: AlarmAnswer;
  readonly isOver: boolean;
}

/** What is kept may be of another version: what it is edited and found by is checked, the rest is shown. */
const StoredTold: z.ZodType<Told> = z.looseObject({
  by: z.string(),
  at: z.looseObject({ channel: z.string(), ts: z.string() }),
  alarm: z.custom<Alarm>((value) => StoredAlarm.safeParse(value).success, 'an alarm'),
  known: z.custom<AlarmAnswer>((value) => StoredAnswer.safeParse(value).success, 'an answer'),
  isOver: z.boolean(),
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
  get(alarm: Alarm): Promise<Told | null>;
  put(told: Told): Promise<void>;
  /** Counts it among those of its hour. @returns its place among them, the first is 1: the same for the same work */
  placeInHour(work: string): Promise<{ readonly hour: number; readonly place: number }>;
}

/** Milliseconds. An alarm that was silent for so long begins anew. */
const FORGOTTEN = 86_400_000;
const HOUR = 3_600_000;
const OF_HOUR = 'alarms-of-the-hour';

const OfHour = z.object({ hour: z.int(), works: z.array(z.string()) });
type OfHour = z.infer<typeof OfHour>;

function nameOf({ kind, id }: Alarm): string {
  return `alarm/${kind}/${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
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

  return {
    async get(alarm) {
      const found = await kept.get(nameOf(alarm));
      if (!found || now() - found.at >= FORGOTTEN) return null;
      // What cannot be read begins anew, in a message of its own.
      return StoredTold.safeParse(found.value).data ?? null;
    },
    put: (told) => kept.put(nameOf(told.alarm), told, now()),
    placeInHour(work) {
      const place = counted.then(() => count(work));
      counted = place.catch(() => undefined);
      return place;
    },
  };
}
