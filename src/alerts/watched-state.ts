/** How far a source was watched and how that went, as it is remembered: a process that takes over goes on from here. */
import { z } from 'zod';
import { DETECTOR_IDS } from '../diagnosis/detection.ts';

const Detector = z.enum(DETECTOR_IDS);
const Because = z.object({ detector: Detector, because: z.string() });

/** Times that come from records are seconds since the epoch, others milliseconds, and say so. */
export const WatchedState = z.object({
  /** Since when normal is learned. */
  since: z.number(),
  /** Normal is being learned from the past, so far; null when that is over. */
  learnedUpTo: z.number().nullable(),
  /** The end of the last round, and of the last one that looked at a day. Null before there was one. */
  upTo: z.number().nullable(),
  dayUpTo: z.number().nullable(),
  /** Where its end went ahead at once by so many seconds; null where it never did. Older processes know nothing of it. */
  leap: z.object({ from: z.number(), by: z.number() }).nullable().default(null),
  /** How often it went back, since the clock had been ahead or records came late. */
  rewinds: z.number().default(0),
  /** Since when records have been missing that may come yet; null where none are. */
  missingSince: z.number().nullable().default(null),
  /** What was never looked at and is not made up for, until people are told; null where there is none. */
  missed: z.object({ start: z.number(), end: z.number() }).nullable().default(null),
  /** The end of the newest record, of sources whose records lie here. */
  newest: z.number().nullable(),
  /** Records of the last hour were there once: it is no archive, and its silence means something. */
  isLive: z.boolean(),
  roundAtMs: z.number().nullable(),
  /** Seconds between its rounds, where that is more than was set, so that what may be scanned lasts the day; else null. */
  spacing: z.number().nullable().default(null),
  /** Rounds that failed in a row, since when, and why the last of them did. */
  failures: z.number(),
  failedSinceMs: z.number().nullable(),
  because: z.string().nullable(),
  ran: z.array(Detector),
  failed: z.array(Because),
  /** Those left out because the day's budget is used up. */
  dropped: z.array(Because),
  /** Which addresses are ours, as blocks, and when that was found out. */
  home: z.object({ at: z.number(), blocks: z.array(z.string()) }).nullable(),
});
export type WatchedState = Readonly<z.infer<typeof WatchedState>>;

export function neverWatched(since: number): WatchedState {
  return {
    ...{ since, learnedUpTo: null, upTo: null, dayUpTo: null, newest: null, isLive: false },
    ...{ leap: null, rewinds: 0, missingSince: null, missed: null, spacing: null },
    ...{ roundAtMs: null, failures: 0, failedSinceMs: null, because: null },
    ...{ ran: [], failed: [], dropped: [], home: null },
  };
}
