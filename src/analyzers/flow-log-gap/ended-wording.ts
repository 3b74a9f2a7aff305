/** What is said of a gap that is over: whose records are missing, from when to when. */
import { subjectWords } from '../../diagnosis/detection.ts';
import type { Detected } from '../detection/detector.ts';
import { counted, listed } from '../flow-logs/phrases.ts';
import { flowLogEvidence } from '../not-logged.ts';
import type { EndedGap } from './ended.ts';
import type { EndedPart } from './ended-parts.ts';
import type { GapScope } from './parameters.ts';
import { DELIVERY, hiddenBy, PART, sourceSubject, subjectOf } from './wording.ts';

const CHANGES = `${DELIVERY}   (or the delivery role and destination policy were changed for that time: see CloudTrail)`;
const UNSEEN = 'What happened in the gap is not known, be it traffic, rejections or attacks.';

function minutesOf({ from, to }: Pick<EndedGap, 'from' | 'to'>): number {
  return Math.round((to - from) / 60);
}

export function endedDetection({ from, to, level }: EndedGap, scope: GapScope): Omit<Detected, 'benign'> {
  const subject = sourceSubject(scope);
  const minutes = minutesOf({ from, to });
  return {
    subject,
    class: '',
    severity: 'medium',
    level,
    size: minutes,
    measured: {
      ...{ what: 'minutes without a record', value: minutes, unit: 'count', normal: 1 },
      basis: 'the rest of this time',
    },
    ...{ first: from, last: to, packets: 0, ongoing: false, others: [], ask: 'coverage' },
    unseen: [UNSEEN],
    confidence: 0.85,
    summary: `No network interface of ${subjectWords(subject)} wrote a record for ${minutes} minutes: the flow log has a gap, and it is over`,
    evidence: [{ kind: 'absence', lookedFor: 'records of any network interface', where: 'the gap' }],
    nextCheck: CHANGES,
  };
}

export function endedPartDetection(part: EndedPart, scope: GapScope): Omit<Detected, 'benign'> {
  const { of, id, members, among, from, to, level } = part;
  const subject = subjectOf(part, scope);
  const words = subjectWords(subject);
  const minutes = minutesOf(part);
  const usual = Math.max(1, Math.round(Math.min(...members.map(({ between }) => between)) / 60));
  const who =
    of === 'part'
      ? `No record of ${members.length} of the ${counted(among, 'network interface')} of ${words}, which stopped and began again at the same time,`
      : `No record of any of the ${counted(members.length, 'network interface')} of ${words}`;
  return {
    subject,
    class: of === 'part' ? PART : '',
    severity: 'medium',
    level,
    size: members.length,
    measured: {
      ...{ what: 'minutes without a record', value: minutes, unit: 'count', normal: usual },
      basis: 'how often they wrote before and after',
    },
    ...{ first: from, last: to, packets: 0, ongoing: false, others: [] },
    hides: hiddenBy(part, scope),
    ask: of === 'subnet' ? `coverage ${id}` : 'coverage',
    unseen: [UNSEEN],
    // That they were stopped for that time, nothing rules out.
    confidence: of === 'part' ? 0.6 : 0.7,
    summary: `${who} for ${minutes} minutes, where one comes about every ${counted(usual, 'minute')}: the flow log had a gap that is over, or they were stopped and started together`,
    evidence: [
      {
        kind: 'absence',
        lookedFor: `records of ${listed(members.map(({ interfaceId }) => interfaceId))}`,
        where: 'the gap',
      },
      ...flowLogEvidence(
        (scope.flowLogs ?? []).filter(({ flowLogId }) => of !== 'flow-log' || flowLogId === id),
      ),
    ],
    nextCheck: CHANGES,
  };
}
