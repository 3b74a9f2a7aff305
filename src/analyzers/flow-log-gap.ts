/** Records of a flow log stopped coming: nobody sees anything until they come again, so this outranks what the other detectors say. */

import { KEEPS_GOING } from '../diagnosis/detection.ts';
import { NEVER } from '../query/predicate.ts';
import { defineDetector } from './detection/detector.ts';
import { writersQuery } from './detection/writers.ts';
import { beatsQuery, endedGap } from './flow-log-gap/ended.ts';
import { type GapScope, parameters } from './flow-log-gap/parameters.ts';
import { LOOK_BACK, observedOf, rhythmsOf } from './flow-log-gap/rhythm.ts';
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
  concerned: ({ writers, before }, scope) => doubtful(rhythmsOf(writers.rows, before.rows, scope), scope),
  detect({ writers, before, beats }, scope) {
    const rhythms = rhythmsOf(writers.rows, before.rows, scope);
    const found = silences(rhythms, scope);
    const ended = endedGap(beats.rows, rhythms, scope);
    const isBlind = found.some(({ of }) => of === 'source');
    return {
      found: [
        ...found.map((one) => silenceDetection(one, scope)),
        ...(ended && ended.level >= KEEPS_GOING && !isBlind ? [endedDetection(ended, scope)] : []),
      ],
      observed: { samples: observedOf(writers.rows), acquaintances: [] },
    };
  },
});
