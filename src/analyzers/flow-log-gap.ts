/** Records of a flow log stopped coming: nobody sees anything until they come again, so this outranks what the other detectors say. */

import { KEEPS_GOING } from '../diagnosis/detection.ts';
import { NEVER } from '../query/predicate.ts';
import { defineDetector } from './detection/detector.ts';
import { type Writer, writersQuery } from './detection/writers.ts';
import { beatsQuery, type EndedGap, endedGap } from './flow-log-gap/ended.ts';
import { endedParts, type Known, pausedTogether } from './flow-log-gap/ended-parts.ts';
import { endedDetection, endedPartDetection } from './flow-log-gap/ended-wording.ts';
import { type GapScope, parameters } from './flow-log-gap/parameters.ts';
import { asksForPauses, beatenOf, pausesQuery, writtenOf } from './flow-log-gap/pauses.ts';
import { LOOK_BACK, observedOf, type Rhythm, rhythmsOf } from './flow-log-gap/rhythm.ts';
import { doubtful, silences } from './flow-log-gap/silent.ts';
import { silenceDetection } from './flow-log-gap/wording.ts';

function needs({ request: { window }, detecting }: GapScope) {
  const before = writersQuery({ start: window.start - LOOK_BACK, end: window.start });
  return {
    writers: writersQuery(window),
    before: detecting.history ? { ...before, where: NEVER } : before,
    beats: beatsQuery(window),
  };
}

interface Listed {
  readonly rows: readonly Writer[];
  readonly cutOff: boolean;
}

interface Seen {
  readonly rows: readonly Writer[];
  /** Whether whoever is not among them wrote nothing. */
  readonly isWhole: boolean;
}

/** Where a list cannot hold all that write, the other end of it has the rest, unless those two do not meet. */
function seenIn(writers: Listed, least: Listed): Seen {
  const most = new Set(writers.rows.map(({ interfaceId }) => interfaceId));
  const rest = least.rows.filter(({ interfaceId }) => !most.has(interfaceId));
  return {
    rows: [...writers.rows, ...rest],
    isWhole: !writers.cutOff || !least.cutOff || rest.length < least.rows.length,
  };
}

function rhythmsIn({ rows, isWhole }: Seen, before: readonly Writer[], scope: GapScope): readonly Rhythm[] {
  const rhythms = rhythmsOf(rows, before, scope);
  if (isWhole) return rhythms;
  const wrote = new Set(rows.map(({ interfaceId }) => interfaceId));
  return rhythms.filter(({ interfaceId }) => wrote.has(interfaceId));
}

function wholeGap(...parts: Parameters<typeof endedGap>): EndedGap | undefined {
  const ended = endedGap(...parts);
  return ended && ended.level >= KEEPS_GOING ? ended : undefined;
}

interface Beats {
  readonly rows: Parameters<typeof beatenOf>[0];
  readonly cutOff: boolean;
}

/** Of a list that was cut off nobody knows which pauses are its own. */
function knownOf({ rows, isWhole }: Seen, pauses: Beats, scope: GapScope): Known {
  return {
    written: writtenOf(rows, scope),
    looked: beatenOf(pauses.cutOff ? [] : pauses.rows, scope),
    isWhole,
  };
}

function notLookedAt({ written, looked }: Known, scope: GapScope): readonly string[] {
  const left = written.filter(({ mayPause, interfaceId }) => mayPause && !looked.has(interfaceId)).length;
  return left === 0 || !asksForPauses(written, scope)
    ? []
    : [
        `So many network interfaces may have paused that ${left} of them were not looked at for gaps that are over.`,
      ];
}

export const flowLogGap = defineDetector({
  id: 'flow-log-gap',
  title: 'Gap in the flow logs',
  summary: 'Network interfaces that wrote records all the time stopped together, or the whole source did.',
  basis:
    'VPC User Guide: records come within about 5 minutes in CloudWatch Logs and 10 in S3, best effort, and an idle interface writes NODATA.',
  quietBy:
    'Records must be later than delivery ever usually is, and the silence so long that chance explains it less than once in a million times; a single interface counts only while the configuration still has it, and several that nothing connects when at least five and a fifth of all stopped within a quarter of an hour and wrote at this hour a day or a week ago. Of a gap that is over, at least three must have stopped and begun again within ten minutes of each other, once, for less than a night, and have written for as long before and after, while others went on.',
  benign:
    'Instances that were terminated take their interfaces with them, those that were stopped write nothing, and AWS delivers on a best-effort basis: see whether the interfaces still exist, and whether records come after all.',
  pace: 'round',
  confirmed: 'at-once',
  parameters,
  needs,
  follow({ writers }, scope) {
    const least = writersQuery(scope.request.window, 'least');
    return {
      least: writers.cutOff ? least : { ...least, where: NEVER },
      pauses: pausesQuery(writtenOf(writers.rows, scope), scope),
    };
  },
  concerned({ writers, least, before, beats, pauses }, scope) {
    const seen = seenIn(writers, least);
    const rhythms = rhythmsIn(seen, before.rows, scope);
    const whole = wholeGap(beats.rows, rhythms, scope);
    const paused = pausedTogether(knownOf(seen, pauses, scope), whole);
    return [...new Set([...doubtful(rhythms, scope), ...paused])];
  },
  detect({ writers, least, before, beats, pauses }, scope) {
    const seen = seenIn(writers, least);
    const rhythms = rhythmsIn(seen, before.rows, scope);
    const found = silences(rhythms, scope);
    const whole = wholeGap(beats.rows, rhythms, scope);
    const known = knownOf(seen, pauses, scope);
    const over = [
      ...(whole ? [endedDetection(whole, scope)] : []),
      ...endedParts(known, whole, scope).map((part) => endedPartDetection(part, scope)),
    ];
    const isBlind = found.some(({ of }) => of === 'source');
    return {
      found: [...found.map((one) => silenceDetection(one, scope)), ...(isBlind ? [] : over)],
      observed: { samples: observedOf(seen.rows), acquaintances: [] },
      notes: [
        ...(seen.isWhole
          ? []
          : [
              'So many network interfaces write that those of which no record was listed were not looked at for gaps.',
            ]),
        ...notLookedAt(known, scope),
      ],
    };
  },
});
