/** Which interfaces fell silent, and what they have in common: the source, a flow log, a subnet, the moment, or nothing. */
import { KEEPS_GOING } from '../../diagnosis/detection.ts';
import { flowLogsAttached } from '../../network/find/flow-log-cover.ts';
import { sumOf } from '../../query/sums.ts';
import { byKey } from '../detection/by-key.ts';
import type { GapScope } from './parameters.ts';
import type { Rhythm } from './rhythm.ts';
import { stoppedTogether } from './together.ts';

/** A round that ended so long ago is of the past, when everything has been delivered that ever will be. */
const PAST = 25 * 60;
/** The chance of a silence must be below e to the power of this, about one in a million, if records came at random at the usual rate. */
const IMPROBABLE = 14;
/** So many records in a row that did not come are no matter of their rhythm. */
export const MISSED = 3;
/** One interface alone cannot make it improbable: that it stopped may have a reason of its own. */
const MOST_OF_ONE = 20;
/** A source that reads the configuration over an API takes so many in one call. */
const MOST_WITNESSES = 100;
/** Without the configuration, so many of a subnet must have stopped: fewer may have been terminated. */
export const LEAST_UNKNOWN = 3;

export interface Silence {
  /** `part`: of the source, which stopped at the same moment. */
  readonly of: 'source' | 'flow-log' | 'subnet' | 'part' | 'network-interface';
  /** Null for the source, and for a part of it. */
  readonly id: string | null;
  readonly members: readonly Rhythm[];
  /** Of so many interfaces that write, or did. */
  readonly among: number;
  readonly level: number;
  /** Seconds. */
  readonly age: number;
  readonly last: number;
}

/** Up to when records should be there, seconds since the epoch. */
function clockOf({ request: { window }, now }: GapScope): number {
  return now - window.end <= PAST ? Math.max(now, window.end) : window.end;
}

/** Seconds after which a record is late. */
function limitOf({ flowLogs, parameters }: GapScope): number {
  const isCloudWatch =
    flowLogs !== null &&
    flowLogs.length > 0 &&
    flowLogs.every(({ destination }) => destination === 'cloud-watch-logs');
  return isCloudWatch ? parameters.lateCloudWatch : parameters.lateS3;
}

/** 1 and above: by chance they would not all be silent for so many seconds. @param times at which it was looked for */
export function improbabilityOf(
  members: readonly Pick<Rhythm, 'between'>[],
  seconds: number,
  times = 1,
): number {
  const silence = sumOf(members.map(({ between }) => Math.min(MOST_OF_ONE, seconds / between)));
  return silence / (IMPROBABLE + Math.log(times));
}

/** 1 and above: it is later than delivery takes. */
function latenessOf(last: number, pace: number, scope: GapScope): number {
  // Up to the window's end everything was delivered, so only what is missing before it counts.
  if (scope.request.window.end - last < pace + 300) return 0;
  return (clockOf(scope) - last) / (limitOf(scope) + (pace > 60 ? pace : 0));
}

/** 1 and above: they have all been silent for longer than delivery takes, and than chance explains. */
function silenceOf(
  of: Silence['of'],
  id: string | null,
  members: readonly Rhythm[],
  scope: GapScope,
  among: number = members.length,
): Silence {
  const clock = clockOf(scope);
  const last = Math.max(...members.map((one) => one.last));
  const age = clock - last;
  const pace = Math.max(...members.map((one) => one.pace));
  const level = Math.min(latenessOf(last, pace, scope), improbabilityOf(members, age));
  return { of, id, members, among, last, age, level };
}

/** It wrote often enough that it should have by now. */
function isLate({ last, between, pace }: Rhythm, scope: GapScope): boolean {
  return latenessOf(last, pace, scope) >= KEEPS_GOING && clockOf(scope) - last >= MISSED * between;
}

/** Known to be there, so that its silence is no termination; undefined where the configuration does not tell. */
function isThere({ interfaceId }: Rhythm, { network }: GapScope): boolean | undefined {
  if (!network?.network.networkInterfaces) return undefined;
  const one = network.interfaces.get(interfaceId);
  return one !== undefined && one.status !== 'available';
}

export function placesOf(rhythm: Pick<Rhythm, 'interfaceId' | 'subnetId'>, { network, flowLogs }: GapScope) {
  const one = network?.interfaces.get(rhythm.interfaceId);
  const attached = one && flowLogs ? flowLogsAttached(one, flowLogs) : [];
  return {
    flowLog: attached.length === 1 ? (attached[0]?.flowLogId ?? '') : '',
    subnet: one?.subnetId ?? rhythm.subnetId ?? '',
  };
}

const isSilent = ({ level }: Silence) => level >= KEEPS_GOING;

/** Those of no such place that stopped at the same moment. */
function partOf(open: readonly Rhythm[], all: readonly Rhythm[], scope: GapScope): Silence | undefined {
  const silent = open.filter((one) => isLate(one, scope));
  const members = stoppedTogether(silent, all, scope);
  if (members.length === 0) return undefined;
  const silence = silenceOf('part', null, members, scope, all.length);
  return isSilent(silence) ? silence : undefined;
}

/** The largest places of which every interface is silent; an interface is told once. */
function groupsOf(rhythms: readonly Rhythm[], scope: GapScope): readonly Silence[] {
  const told = new Set<Rhythm>();
  const groups = (['flowLog', 'subnet'] as const).flatMap((kind) =>
    [...byKey(rhythms, (one) => placesOf(one, scope)[kind])].flatMap(([id, members]) => {
      const open = members.filter((one) => !told.has(one));
      const isKnown = members.every((one) => isThere(one, scope));
      if (id === '' || open.length === 0 || members.length < (isKnown ? 2 : LEAST_UNKNOWN)) return [];
      const silence = silenceOf(kind === 'flowLog' ? 'flow-log' : 'subnet', id, members, scope);
      if (isSilent(silence)) for (const one of members) told.add(one);
      return isSilent(silence) ? [silence] : [];
    }),
  );
  const open = rhythms.filter((one) => !told.has(one));
  const part = partOf(open, rhythms, scope);
  for (const one of part?.members ?? []) told.add(one);
  const alone = open
    .filter((one) => !told.has(one) && isThere(one, scope))
    .map((one) => silenceOf('network-interface', one.interfaceId, [one], scope));
  return [...groups, ...(part ? [part] : []), ...alone.filter(isSilent)];
}

/** As many of them as one call reads the configuration of. */
export function witnessesAmong<T>(writing: readonly T[]): readonly T[] {
  const step = Math.ceil(writing.length / MOST_WITNESSES);
  return writing.filter((_, at) => at % step === 0);
}

/**
 * Interfaces that fell silent: only their configuration tells whether they were terminated. Where there are several, some that write as well, since
 * one of those in the same place shows that its flow log works.
 */
export function doubtful(rhythms: readonly Rhythm[], scope: GapScope): readonly string[] {
  const late = new Set(rhythms.filter((one) => isLate(one, scope)));
  const writing = late.size < 2 ? [] : rhythms.filter((one) => !late.has(one));
  return [...late, ...witnessesAmong(writing)].map(({ interfaceId }) => interfaceId);
}

/** The most that fell silent together, each interface in one of them. Those that the configuration no longer has were terminated. */
export function silences(rhythms: readonly Rhythm[], scope: GapScope): readonly Silence[] {
  if (rhythms.length === 0) return [];
  const whole = silenceOf('source', null, rhythms, scope);
  if (isSilent(whole)) return [whole];
  if (scope.request.subjects.length > 0) return [];
  // What writes is there, whether or not its configuration was read.
  return groupsOf(
    rhythms.filter((one) => isThere(one, scope) !== false || !isLate(one, scope)),
    scope,
  );
}
