/** A host that sends mail, as a detection. */

import { type AlertSeverity, subjectWords } from '../../diagnosis/detection.ts';
import { MAX_EVIDENCE } from '../../diagnosis/evidence.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import { TCP } from '../../record/protocols.ts';
import type { Detected } from '../detection/detector.ts';
import { goesOn } from '../detection/goes-on.ts';
import { addressSubject } from '../detection/named-subject.ts';
import { serviceClass } from '../detection/service-class.ts';
import { flowEvidence } from '../flow-evidence.ts';
import { serviceText } from '../service-text.ts';
import type { Sighting } from '../sighting.ts';
import { type Familiarity, surpriseOf } from './familiar.ts';
import type { Sender } from './senders.ts';

const SMTP = 25;

interface Surroundings {
  /** Of mail, the busiest first. */
  readonly exchanges: readonly Sighting[];
  readonly network: NetworkIndex | null;
  readonly windowEnd: number;
  /** Servers an hour that are many. */
  readonly peers: number;
}

interface Judged {
  readonly severity: AlertSeverity;
  readonly level: number;
  readonly confidence: number;
}

function judged(sender: Sender, familiar: Familiarity, peers: number): Judged {
  const { outcome, peersPerHour, port } = sender;
  const many = peersPerHour / (familiar.isKnown ? surpriseOf(familiar, peers) : peers);
  if (outcome !== 'sends') return { severity: 'low', level: many, confidence: 0.8 };
  // A mail server that nobody named looks the same until it is known.
  if (many >= 1 && familiar.isKnown === null) return { severity: 'medium', level: many, confidence: 0.7 };
  if (many >= 1) return { severity: 'high', level: many, confidence: 0.9 };
  if (port !== SMTP || familiar.isKnown) return { severity: 'medium', level: many, confidence: 0.8 };
  return familiar.isKnown === null
    ? { severity: 'low', level: 1, confidence: 0.5 }
    : { severity: 'medium', level: 1, confidence: 0.85 };
}

function summaryOf({ outcome, peers, port }: Sender, subject: string, { isKnown }: Familiarity): string {
  const servers = `${peers.toLocaleString('en')} mail ${peers === 1 ? 'server' : 'servers'} outside on ${serviceText(TCP, port)}`;
  switch (outcome) {
    case 'sends':
      if (isKnown) return `${subject} sends mail to ${servers}, ten times as many as usual or more`;
      return `${subject} sends mail to ${servers}${isKnown === null ? '' : ', and it never sent any before'}`;
    case 'rejected':
      return `${subject} tries to reach ${servers}, and our own rules reject it`;
    case 'unanswered':
      return `${subject} tries to reach ${servers}, and none answers: ${port === SMTP ? 'AWS blocks port 25 unless it was asked to lift that' : 'something on the way drops it'}`;
  }
}

function nextOf({ client, port }: Sender, subject: string): string {
  return `Ask the owner of ${subject} which program sends it: \`ss -tnp dport = :${port}\` on the host; \`talk ${client}\` shows what else it does.`;
}

export function mailFrom(
  sender: Sender,
  familiar: Familiarity,
  { exchanges, network, windowEnd, peers }: Surroundings,
): Omit<Detected, 'benign'> {
  const { client, port, first, last, packets } = sender;
  const own = exchanges.filter(
    (one) =>
      (one.source === client && one.dstPort === port) || (one.destination === client && one.srcPort === port),
  );
  const subject = addressSubject(client, network);
  const name = subjectWords(subject);
  return {
    subject,
    class: serviceClass(TCP, port),
    ...judged(sender, familiar, peers),
    size: sender.peers,
    measured: {
      what: 'mail servers outside an hour',
      value: Math.round(sender.peersPerHour * 10) / 10,
      unit: 'count',
      normal: familiar.usual,
      basis: familiar.basis,
    },
    ...{ first, last, packets },
    unseen: [
      ...(familiar.isKnown === null
        ? ['It may have sent mail before: too little is remembered to tell.']
        : []),
      ...(network === null
        ? ['Without the configuration a NAT gateway looks like a host that sends mail.']
        : []),
    ],
    others: [...new Set(own.map(({ source, destination }) => (source === client ? destination : source)))],
    ask: `records from ${client} port ${port}`,
    summary: summaryOf(sender, name, familiar),
    evidence: own
      .slice(0, MAX_EVIDENCE)
      .sort((a, b) => a.first - b.first)
      .map(flowEvidence),
    nextCheck: nextOf(sender, name),
    ongoing: goesOn(last, windowEnd),
  };
}
