/** Our services and how constantly each answers, put together from what every interface saw of them. */
import { sumOf } from '../../query/sums.ts';
import { byKey } from '../detection/by-key.ts';
import type { Sample } from '../detection/history.ts';
import type { SilenceScope } from './parameters.ts';
import { type AnsweredRow, HOUR, NARROW, type Service, WIDE } from './queries.ts';

const PREFIX = 'service-silent|';
const NARROW_SUFFIX = '|narrow';
/** Half of the slots of an hour: what answers less is not worth remembering. */
const REMEMBERED_SHARE = 0.5;

export interface Answering extends Service {
  readonly protocol: number;
  /** Where the server's own records are, as far as those tell: of the interfaces that saw most of its answers, all that did. */
  readonly interfaceIds: readonly string[];
  /** Slots with answers, and seconds of each: the narrow ones, unless every other of them is empty. */
  readonly slots: number;
  readonly width: number;
  readonly first: number;
  readonly rows: readonly AnsweredRow[];
}

export function keyOf({ server, protocol, port }: Omit<Answering, 'rows'> | AnsweredRow): string {
  return `${server}|${protocol}|${port}`;
}

/** The share of the slots of an hour, wide or narrow, that had an answer: few answers an hour reach most wide slots and not most narrow ones. */
export function seriesName(key: string, width: typeof NARROW | typeof WIDE = WIDE): string {
  return `${PREFIX}${key}${width === NARROW ? NARROW_SUFFIX : ''}`;
}

/** The interface that saw most: the server's own one sees all of its answers, a client's only those to itself. */
function ownRows(rows: readonly AnsweredRow[]): { ids: readonly string[]; rows: readonly AnsweredRow[] } {
  const seen = [...byKey(rows, ({ interfaceId }) => interfaceId ?? '')].map(([id, of]) => ({
    ...{ id, of },
    records: sumOf(of.map(({ records }) => records)),
  }));
  const most = Math.max(...seen.map(({ records }) => records));
  const own = seen.filter(({ records }) => records === most);
  return { ids: own.map(({ id }) => id), rows: own[0]?.of ?? [] };
}

function answeringOf(all: readonly AnsweredRow[]): Answering | undefined {
  const { ids, rows } = ownRows(all);
  const [one] = rows;
  const firsts = rows.flatMap(({ first }) => first ?? []);
  const lasts = all.flatMap(({ last }) => last ?? []);
  if (one?.server == null || one.port === null || one.protocol === null) return undefined;
  if (firsts.length === 0 || lasts.length === 0) return undefined;
  const [narrow, wide] = [sumOf(rows.map((row) => row.narrow)), sumOf(rows.map((row) => row.wide))];
  const isNarrow = narrow > 1.5 * wide;
  return {
    ...{ server: one.server, port: one.port, protocol: one.protocol },
    ...{ interfaceIds: ids, rows },
    ...(isNarrow ? { slots: narrow, width: NARROW } : { slots: wide, width: WIDE }),
    first: Math.min(...firsts),
    last: Math.max(...lasts),
  };
}

/**
 * Those that answer several clients, or several connections, and those that are known to be services: in an hour of few lasting connections they
 * answer no fewer for it.
 */
export function answeringIn(rows: readonly AnsweredRow[], scope: SilenceScope): readonly Answering[] {
  const known = new Set(rememberedKeys(scope));
  const least = scope.parameters.clientPorts;
  return [...byKey(rows, keyOf)].flatMap(([key, of]) => {
    const isService = known.has(key) || Math.max(...of.map(({ clientPorts }) => clientPorts)) >= least;
    return (isService && answeringOf(of)) || [];
  });
}

/** Services that are remembered, by key. */
export function rememberedKeys({ detecting: { history } }: SilenceScope): readonly string[] {
  return (history?.names(PREFIX) ?? []).flatMap((name) =>
    name.endsWith(NARROW_SUFFIX) ? [] : [name.slice(PREFIX.length)],
  );
}

/** The hours that lie in the window as a whole. */
function wholeHours({ request: { window } }: SilenceScope): readonly number[] {
  const first = Math.ceil(window.start / HOUR) * HOUR;
  const hours = Math.max(0, Math.floor((window.end - first) / HOUR));
  return Array.from({ length: hours }, (_, at) => first + at * HOUR);
}

/**
 * In which share of its slots each service answered, for every hour, with the zeros of those that are remembered.
 *
 * @param isWhole whether all of its answers were seen: of others it is not known in which hours they gave none
 */
export function observedOf(
  services: readonly Answering[],
  silent: ReadonlySet<string>,
  scope: SilenceScope,
  isWhole: (key: string) => boolean,
): readonly (Sample & { readonly series: string })[] {
  const hours = wholeHours(scope);
  const known = new Set(rememberedKeys(scope));
  const seen = new Map(services.map((one) => [keyOf(one), one]));
  return [...new Set([...seen.keys(), ...known])].flatMap((key) => {
    if (silent.has(key)) return [];
    const sharesOf = (width: typeof NARROW | typeof WIDE) =>
      hours.flatMap((at) => {
        const row = seen.get(key)?.rows.find(({ hour }) => hour === at);
        if (!row && !isWhole(key)) return [];
        const slots = (width === NARROW ? row?.narrow : row?.wide) ?? 0;
        return [{ series: seriesName(key, width), at, value: Math.min(1, (slots * width) / HOUR) }];
      });
    const wide = sharesOf(WIDE);
    const isWorth = known.has(key) || wide.some(({ value }) => value >= REMEMBERED_SHARE);
    return isWorth ? [...wide, ...sharesOf(NARROW)] : [];
  });
}
