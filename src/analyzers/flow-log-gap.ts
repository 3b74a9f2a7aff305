/** Records of a flow log stopped coming: nobody sees anything until they come again, so this outranks what the other detectors say. */

import { KEEPS_GOING } from '../diagnosis/detection.ts';
import { NEVER } from '../query/predicate.ts';
import { defineDetector } from './detection/detector.ts';
import { type Writer, writersQuery } from './detection/writers.ts';
import { beatsQuery, endedGap } from './flow-log-gap/ended.ts';
import { type GapScope, parameters } from './flow-log-gap/parameters.ts';
import { LOOK_BACK, observedOf, type Rhythm, rhythmsOf } from './flow-log-gap/rhythm.ts';
import { doubtful, silences } from './flow-log-gap/silent.ts';
import { endedDetection, silenceDetection } from './flow-log-gap/wording.ts';

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

export const flowLogGap = defineDetector({
  id: 'flow-log-gap',
  title: 'Gap in the flow logs',
  summary: 'Network interfaces that wrote records all the time stopped together, or the whole source did.',
  basis:
    'VPC User Guide: records come within about 5 minutes in CloudWatch Logs and 10 in S3, best effort, and an idle interface writes NODATA.',
  quietBy:
    'Records must be later than delivery ever usually is, and the silence so long that chance explains it less than once in a million times; a single interface counts only while the configuration still has it, and several that nothing connects when at least five and a fifth of all stopped within a quarter of an hour and wrote at this hour a day or a week ago.',
  benign:
    'Instances that were terminated take their interfaces with them, those that were stopped write nothing, and AWS delivers on a best-effort basis: see whether the interfaces still exist, and whether records come after all.',
  pace: 'round',
  confirmed: 'at-once',
  parameters,
  needs,
  follow({ writers }, { request: { window } }) {
    const least = writersQuery(window, 'least');
    return { least: writers.cutOff ? least : { ...least, where: NEVER } };
  },
  concerned: ({ writers, least, before }, scope) =>
    doubtful(rhythmsIn(seenIn(writers, least), before.rows, scope), scope),
  detect({ writers, least, before, beats }, scope) {
    const seen = seenIn(writers, least);
    const rhythms = rhythmsIn(seen, before.rows, scope);
    const found = silences(rhythms, scope);
    const ended = endedGap(beats.rows, rhythms, scope);
    const isBlind = found.some(({ of }) => of === 'source');
    return {
      found: [
        ...found.map((one) => silenceDetection(one, scope)),
        ...(ended && ended.level >= KEEPS_GOING && !isBlind ? [endedDetection(ended, scope)] : []),
      ],
      observed: { samples: observedOf(seen.rows), acquaintances: [] },
      notes: seen.isWhole
        ? []
        : [
            'So many network interfaces write that those of which no record was listed were not looked at for gaps.',
          ],
    };
  },
});
