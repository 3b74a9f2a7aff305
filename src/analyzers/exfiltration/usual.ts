/** How far what was sent is above what is usual, in an hour and in all of the window, and from where it is known what is usual. */
import type { Window } from '../../query/window.ts';
import type { History, Observed, Sample } from '../detection/history.ts';
import { median } from '../detection/order-statistics.ts';
import { HOUR } from './queries.ts';
import { senderKey, type Upload } from './uploads.ts';

const DAY = 86_400;
const WEEK = 7 * DAY;
/** Makes a median of absolute deviations a standard deviation of a normal law. */
const NORMAL = 1.4826;
/** A spread below this, of natural logarithms, says that little was seen and not that all is the same. */
const LEAST_SPREAD = 0.25;
/** With fewer hours of the week all hours tell together. */
const FEWEST_OF_HOUR = 3;
/** What is not learned was less than this, bytes in an hour. */
const NOT_LEARNED = 200_000;
/** A window that is shorter is no day that could be compared with days. */
const LEAST_DAY = 20 * HOUR;

export interface Excess {
  readonly over: 'hour' | 'window';
  /** Bytes. */
  readonly value: number;
  readonly normal: number;
  readonly deviations: number;
  readonly basis: string;
}

interface Series {
  readonly samples: readonly Sample[];
  /** Whose: `to this network`, `to any network`. */
  readonly whose: string;
}

const pairSeries = (upload: Upload) => `exfiltration|pair|${senderKey(upload)}`;
const hostSeries = (source: string) => `exfiltration|host|${source}`;
const surplusSeries = (upload: Upload) => `exfiltration|surplus|${senderKey(upload)}`;

function deviation(value: number, usual: readonly number[]): { deviations: number; normal: number } {
  const logs = (usual.length > 0 ? usual : [NOT_LEARNED]).map((one) => Math.log1p(one));
  const middle = median(logs);
  const spread = NORMAL * median(logs.map((log) => Math.abs(log - middle)));
  return {
    deviations: (Math.log1p(value) - middle) / Math.max(LEAST_SPREAD, spread),
    normal: usual.length > 0 ? Math.expm1(middle) : 0,
  };
}

function busiestHour({ hours }: Upload): { readonly at: number; readonly bytes: number } {
  return [...hours].reduce((most, [at, bytes]) => (bytes > most.bytes ? { at, bytes } : most), {
    at: 0,
    bytes: 0,
  });
}

function overHour(upload: Upload, { samples, whose }: Series): Excess {
  const { at, bytes } = busiestHour(upload);
  const ofHour = samples.filter((sample) => (at - sample.at) % WEEK === 0);
  const usual = (ofHour.length >= FEWEST_OF_HOUR ? ofHour : samples).map(({ value }) => value);
  const which = ofHour.length >= FEWEST_OF_HOUR ? 'this hour of the week' : 'the hours in which it sent much';
  const basis = usual.length === 0 ? `never much ${whose} in an hour before` : `median of ${which}, ${whose}`;
  return { over: 'hour', value: bytes, ...deviation(bytes, usual), basis };
}

/** A slow upload is unusual in no hour, and yet in a day. */
function overWindow(upload: Upload, { samples, whose }: Series): Excess {
  const days = new Map<number, number>();
  for (const { at, value } of samples) {
    const day = Math.floor(at / DAY);
    days.set(day, value + (days.get(day) ?? 0));
  }
  const usual = [...days.values()];
  const basis = usual.length === 0 ? `never much ${whose} in a day before` : `median of a day, ${whose}`;
  return { over: 'window', value: upload.bytes, ...deviation(upload.bytes, usual), basis };
}

/** Against the same destination where it is an old one, else against the most that the host sent to any. The further one of the two. */
export function excessOf(upload: Upload, isNew: boolean, history: History, window: Window): Excess {
  const series = isNew
    ? { samples: history.samples(hostSeries(upload.source)), whose: 'to any one network' }
    : { samples: history.samples(pairSeries(upload)), whose: 'to this network' };
  const hour = overHour(upload, series);
  if (window.end - window.start < LEAST_DAY) return hour;
  const day = overWindow(upload, series);
  return day.deviations > hour.deviations ? day : hour;
}

/** Whether a host has ever sent so much that it was learned: one that was not there yesterday has nothing that could be usual. */
export function isKnownSender(source: string, history: History): boolean {
  return history.samples(hostSeries(source)).length > 0;
}

/** How much more it sends for what it gets than usual; null where it never sent so much there that it was learned. */
export function surplusShift(upload: Upload, history: History): number | null {
  const usual = history.samples(surplusSeries(upload)).map(({ value }) => value);
  return usual.length === 0 ? null : upload.surplus - median(usual);
}

/** What is to be remembered of the hours that lie in the window as a whole. */
export function samplesOf(uploads: readonly Upload[], window: Window): Observed['samples'] {
  const most = new Map<string, { series: string; at: number; value: number }>();
  const pairs = uploads.flatMap((upload) => {
    const whole = [...upload.hours].filter(([at]) => at >= window.start && at + HOUR <= window.end);
    for (const [at, value] of whole) {
      const series = hostSeries(upload.source);
      const known = most.get(`${series} ${at}`);
      if (!known || known.value < value) most.set(`${series} ${at}`, { series, at, value });
    }
    const day = Math.floor(window.start / DAY) * DAY;
    return [
      ...whole.map(([at, value]) => ({ series: pairSeries(upload), at, value })),
      { series: surplusSeries(upload), at: day, value: upload.surplus },
    ];
  });
  return [...pairs, ...most.values()];
}
