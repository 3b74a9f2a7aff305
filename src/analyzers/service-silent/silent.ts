/** Decides which services went silent: more surely than chance explains, while their own network interface still writes records. */

import { KEEPS_GOING } from '../../diagnosis/detection.ts';
import type { Writer } from '../detection/writers.ts';
import { stillAsking, stillSending, successorOf } from './asking.ts';
import { chanceOfSilence, type Expectation, expectationOf, remembered, shareOf } from './expected.ts';
import type { SilenceScope } from './parameters.ts';
import { type BareRow, NARROW, type RequestRow, WIDE } from './queries.ts';
import { type Answering, keyOf, rememberedKeys, seriesName } from './services.ts';

/** What has been silent for so long was taken out of service. */
const GONE_AFTER = 3 * 86_400;
/** More slots make it no less probable than it need be. */
const MOST_SLOTS = 300;
/** Services of one interface, or of most, that stop together stop with their records. */
const MOST_OF_ALL = 0.5;
const SEVERAL = 4;

export interface Silent {
  readonly service: Answering;
  readonly level: number;
  /** Silent slots as a whole, and how many are normal. */
  readonly slots: number;
  readonly expectation: Expectation;
  /** What still arrives. */
  readonly asking: readonly RequestRow[];
  /** It answers who asks with a refusal: its host is there, and no process listens. */
  readonly refuses: boolean;
  /** Whoever answers in its place since a short while, where nobody asks it any more. */
  readonly successor: string | null;
}

/** Slots that passed as a whole since the last answer. */
function slotsSince({ last }: Answering, width: number, until: number): number {
  return Math.max(0, Math.floor((until - Math.ceil(last / width) * width) / width));
}

interface Measured {
  readonly slots: number;
  readonly level: number;
}

/** @param chance below which so many silent slots are no accident */
function measured(
  service: Answering,
  expectation: Expectation,
  chance: number,
  { request, parameters: set }: SilenceScope,
): Measured {
  const { end } = request.window;
  const { width } = expectation;
  const slots = slotsSince(service, width, end);
  const starts = Array.from({ length: Math.min(slots, MOST_SLOTS) }, (_, at) => end - (at + 1) * width);
  const isExpected = slots > 0 && shareOf(expectation.at(end - width)) >= set.always;
  const surely = Math.log(chanceOfSilence(starts, expectation, set.always)) / Math.log(chance);
  return { slots, level: isExpected ? Math.min(slots / set.slots, surely) : 0 };
}

/** Silent for long enough to be asked about: by what is remembered of it, or else whatever is normal. */
function mayBeSilent(service: Answering, scope: SilenceScope): boolean {
  const { request, parameters } = scope;
  const least = KEEPS_GOING * parameters.slots;
  if (slotsSince(service, NARROW, request.window.end) < least) return false;
  const expectation = remembered(service, scope);
  return expectation
    ? measured(service, expectation, parameters.chance, scope).level >= KEEPS_GOING
    : slotsSince(service, service.width, request.window.end) >= least;
}

/** Services whose last answer was before the window, at interfaces that still write. */
function longSilent(
  seen: ReadonlySet<string>,
  writers: readonly Writer[],
  scope: SilenceScope,
): readonly Answering[] {
  const { history } = scope.detecting;
  return rememberedKeys(scope).flatMap((key) => {
    const [server, protocol, port] = key.split('|');
    const newest = history?.samples(seriesName(key)).findLast(({ value }) => value > 0);
    if (!history || !server || seen.has(key) || !newest) return [];
    const last = Math.min(newest.at + 3600, scope.request.window.start);
    // Before its interfaces are looked for among thousands: most of what ever answered is gone.
    if (last < scope.request.window.end - GONE_AFTER) return [];
    const interfaceIds = writers.flatMap(({ interfaceId }) =>
      interfaceId !== null && history.acquaintance('server-interface', `${server} ${interfaceId}`)
        ? [interfaceId]
        : [],
    );
    return [
      {
        ...{ server, port: Number(port), protocol: Number(protocol), interfaceIds },
        ...{ slots: 0, width: WIDE, first: last, last, rows: [] },
      },
    ];
  });
}

interface Seen {
  readonly services: readonly Answering[];
  readonly writers: readonly Writer[];
}

/** All of its interfaces still write, traffic or NODATA; one that does not may be gone, or have a gap in its flow log. */
function isStillLogged(
  { interfaceIds, last }: Answering,
  { writers }: Seen,
  { request }: SilenceScope,
): boolean {
  const wrote = new Map(writers.map((writer) => [writer.interfaceId, writer.last ?? 0]));
  const since = Math.max(last, request.window.end - 2 * WIDE);
  return interfaceIds.length > 0 && interfaceIds.every((id) => (wrote.get(id) ?? 0) > since);
}

/** Every service that is known, and those of them that may be silent: they are asked about more closely. */
export function suspectsAmong(seen: Seen, scope: SilenceScope) {
  const keys = new Set(seen.services.map(keyOf));
  const answered = seen.services.filter(({ last }) => last >= scope.request.window.end - GONE_AFTER);
  const all = [...answered, ...longSilent(keys, seen.writers, scope)];
  const suspects = all.filter(
    (service) => mayBeSilent(service, scope) && isStillLogged(service, seen, scope),
  );
  return { all, suspects };
}

export interface Closer {
  /** The same services in the day before the window, where nothing is remembered. */
  readonly before: readonly Answering[];
  readonly requests: readonly RequestRow[];
  readonly bare: readonly BareRow[];
}

export function silentAmong(
  seen: Seen,
  { before, requests, bare }: Closer,
  scope: SilenceScope,
): readonly Silent[] {
  const { chance, unasked } = scope.parameters;
  const { all, suspects } = suspectsAmong(seen, scope);
  const silent = suspects
    .filter((service) => stillSending(service, bare) !== 'life')
    .map((service): Silent => {
      const expectation = expectationOf(service, before, scope);
      const asking = stillAsking(service, requests, scope);
      const isAsked = asking.length > 0;
      return {
        ...{ service, expectation, asking, refuses: stillSending(service, bare) === 'refusals' },
        ...measured(service, expectation, isAsked ? chance : unasked, scope),
        successor: isAsked ? null : successorOf(service, seen.services, scope),
      };
    })
    .filter(({ level }) => level >= KEEPS_GOING);
  const isGap = all.length >= SEVERAL && silent.length > MOST_OF_ALL * all.length;
  return isGap ? [] : silent;
}
