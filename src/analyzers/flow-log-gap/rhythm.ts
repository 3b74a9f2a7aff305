/** When each interface wrote last, and how often it does: by the records of the window, and by what is remembered or was written before. */
import { resourceId } from '../../record/resource-id.ts';
import type { Sample } from '../detection/history.ts';
import { paceOf, type Writer } from '../detection/writers.ts';
import type { GapScope } from './parameters.ts';

const HOUR = 3600;
/** Hours before the window that are asked about where nothing is remembered. */
export const LOOK_BACK = 6 * HOUR;
/** An interface that has been silent for so long is gone. */
const FORGOTTEN_AFTER = 24 * HOUR;
const PREFIX = 'flow-log-gap|';

export interface Rhythm {
  readonly interfaceId: string;
  readonly subnetId: string | null;
  /** Seconds since the epoch. */
  readonly last: number;
  /** Seconds between its records, on average. */
  readonly between: number;
  /** Records of ten minutes each come later. */
  readonly pace: 60 | 600;
  /** The last one is known to the hour, and no record of it was seen. */
  readonly isRemembered: boolean;
}

function rhythmOf(writer: Writer): Rhythm | undefined {
  const { subnetId, first, last, minutes } = writer;
  const interfaceId = resourceId(writer.interfaceId);
  if (interfaceId === null || first === null || last === null) return undefined;
  const between = Math.max(60, (last - first) / Math.max(1, minutes));
  return { interfaceId, subnetId, last, between, pace: paceOf(writer), isRemembered: false };
}

/** In the hours before, by the samples of how often it wrote in each. */
function rememberedOf(interfaceId: string, samples: readonly Sample[], until: number): Rhythm | undefined {
  const newest = samples.at(-1);
  if (!newest) return undefined;
  const between = newest.value;
  const last = Math.min(newest.at + HOUR, until);
  return { interfaceId, subnetId: null, last, between, pace: between > 300 ? 600 : 60, isRemembered: true };
}

/** Of every interface that writes, or did until not long ago. */
export function rhythmsOf(
  writers: readonly Writer[],
  before: readonly Writer[],
  { request, detecting: { history } }: GapScope,
): readonly Rhythm[] {
  const { start, end } = request.window;
  const known = new Map<string, Rhythm>();
  for (const writer of [...before, ...writers]) {
    const rhythm = rhythmOf(writer);
    if (!rhythm) continue;
    const earlier = known.get(rhythm.interfaceId);
    // A single record tells nothing of how often they come.
    const between = writer.minutes < 3 && earlier ? earlier.between : rhythm.between;
    known.set(rhythm.interfaceId, { ...rhythm, between, last: Math.max(rhythm.last, earlier?.last ?? 0) });
  }
  for (const name of history?.names(PREFIX) ?? []) {
    const id = name.slice(PREFIX.length);
    const rhythm = known.has(id) ? undefined : rememberedOf(id, history?.samples(name) ?? [], start);
    if (rhythm) known.set(id, rhythm);
  }
  return [...known.values()].filter(({ last }) => last >= end - FORGOTTEN_AFTER);
}

/** How often each interface wrote, once an hour. */
export function observedOf(writers: readonly Writer[]) {
  return writers.flatMap((writer) => {
    const rhythm = writer.minutes < 3 ? undefined : rhythmOf(writer);
    if (!rhythm) return [];
    const at = Math.floor(rhythm.last / HOUR) * HOUR;
    return [{ series: `${PREFIX}${rhythm.interfaceId}`, at, value: Math.round(rhythm.between) }];
  });
}
