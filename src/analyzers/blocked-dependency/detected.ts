/** Blocked clients of one service as one detection. */

import { KEEPS_GOING } from '../../diagnosis/detection.ts';
import type { Finding } from '../../diagnosis/diagnosis.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import { sumOf } from '../../query/sums.ts';
import type { Detected } from '../detection/detector.ts';
import { goesOn } from '../detection/goes-on.ts';
import { addressSubject } from '../detection/named-subject.ts';
import { serviceClass } from '../detection/service-class.ts';
import type { Basis } from './answered.ts';
import type { Refused } from './dependency.ts';
import { diagnosed, type Records } from './diagnosed.ts';

/** What was never answered itself is told only when it has tried for so long, seconds. */
const NEIGHBOUR_SECONDS = 600;

interface Service {
  /** At least one; all of the same server and port. */
  readonly of: readonly Refused[];
  readonly bases: ReadonlyMap<Refused, Basis>;
  readonly records: Records;
  readonly network: NetworkIndex | null;
  /** Some of the records that decide are not among those that were read. */
  readonly isCut: boolean;
  readonly tries: number;
  /** Seconds since the epoch. */
  readonly completeUntil: number;
}

function levelOf(one: Refused, basis: Basis | undefined, tries: number): number {
  const tried = one.tries / tries;
  return basis === 'own' ? tried : Math.min(tried, (one.last - one.first) / NEIGHBOUR_SECONDS);
}

function unseenOf(main: Finding, { isCut, network }: Service): readonly string[] {
  return [
    ...(network === null ? ['The rules were not read, so the one that rejects it has no name here.'] : []),
    ...(network !== null && main.blocker === null
      ? ['The rules as they were read do not tell which of them rejects it.']
      : []),
    ...(isCut ? ['There were more records than were read: some clients may be missing.'] : []),
  ];
}

/** Undefined where the records show another reason than a policy, or too few attempts. */
export function blockedService(service: Service): Omit<Detected, 'benign'> | undefined {
  const { of, bases, records, network, completeUntil, tries } = service;
  const { blocked, cutOff, findings } = diagnosed(of, records, completeUntil, network);
  const [main] = findings;
  const [most] = blocked;
  if (!main || !most) return undefined;
  const level = Math.max(...blocked.map((one) => levelOf(one, bases.get(one), tries)));
  if (level < KEEPS_GOING) return undefined;
  const own = blocked.filter((one) => bases.get(one) === 'own');
  const isOutage = own.some((one) => cutOff.includes(one));
  const attempts = sumOf(blocked.map((one) => one.tries));
  const first = Math.min(...blocked.map((one) => one.first));
  const last = Math.max(...blocked.map((one) => one.last));
  const before = own.length > 0 ? 'it was answered before' : 'others of its network are answered';
  const still = isOutage || own.length === 0 ? '' : ', and part of it still is';
  return {
    subject: addressSubject(most.server, network),
    class: serviceClass(most.protocol, most.port),
    severity: isOutage ? 'high' : 'medium',
    level,
    size: blocked.length,
    measured: {
      what: 'rejected attempts to connect',
      value: attempts,
      unit: 'count',
      normal: null,
      basis: own.length > 0 ? 'it was answered in the 24 hours before' : 'others of its network are answered',
    },
    ...{ first, last },
    unseen: unseenOf(main, service),
    others: blocked.map(({ client }) => client),
    ask: `reject ${most.server} port ${most.port}`,
    confidence: Math.min(own.length > 0 ? 0.95 : 0.75, service.isCut ? 0.8 : 1),
    summary: `${main.summary}; ${before}${still}`,
    evidence: main.evidence,
    nextCheck: main.nextCheck,
    packets: sumOf(blocked.map(({ packets }) => packets)),
    ongoing: goesOn(last, completeUntil),
    blocker: main.blocker,
    ...(main.exchange ? { exchange: main.exchange } : {}),
    ...(main.steps ? { steps: main.steps } : {}),
  };
}
