/** What a detector found: something in the traffic that a person may have to look at, as plain data. Times are seconds since the epoch. */
import type { Unit } from './unit.ts';

/** Every detector's id, which findings, rules and mutes use, and what it finds, in the order in which they are listed. */
export const DETECTIONS = {
  'flow-log-gap': 'records of a flow log stopped coming',
  'flow-log-health': 'a flow log records less than it should',
  'blocked-dependency': 'an internal client is newly rejected by policy',
  'service-silent': 'a service that always answers went silent',
  'reject-spike': 'more sources than usual are rejected',
  volumetric: 'a flood of traffic at one of our addresses',
  reflection: 'a reflection attack, at us or by us',
  'scan-with-hit': 'a scan from outside found something that answers',
  'brute-force': 'somebody tries passwords',
  'exposed-port': 'a sensitive port answers the internet',
  'port-scan': 'one of our hosts scans ports',
  'host-sweep': 'one of our hosts sweeps many hosts',
  'lateral-movement': 'one of our hosts reaches for administration on many others',
  'new-edge': 'two of our hosts talk that never did',
  beacon: 'connections as regular as a clock to a rare destination',
  'long-connection': 'a connection to outside that stays open for hours',
  exfiltration: 'far more than usual is sent to one destination outside',
  'dns-bypass': 'names are asked of a resolver that nobody allowed',
  'dns-bulk': 'far more goes over port 53 than names need',
  'smtp-out': 'mail is sent from a host that never sends mail',
  mining: 'traffic like that of crypto-mining',
  'threat-feed': 'traffic with an address on a list of threats',
  'unusual-protocol': 'an IP protocol that nobody uses here',
} as const satisfies Record<string, string>;

export type DetectorId = keyof typeof DETECTIONS;

/** In the order in which they are listed. */
export const DETECTOR_IDS = Object.keys(DETECTIONS) as [DetectorId, ...DetectorId[]];

export function isDetectorId(text: string): text is DetectorId {
  return Object.hasOwn(DETECTIONS, text);
}

/**
 * `high`: our host acts maliciously, an administration or database port is open to the internet, an outage with a named cause, or we are blind.
 * `medium`: unusual, to be looked at within a day. `low`: for the digest.
 */
export const ALERT_SEVERITIES = ['high', 'medium', 'low'] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

/** What of ours it is about; never the address of an attacker. */
export interface DetectionSubject {
  readonly kind: 'address' | 'network-interface' | 'subnet' | 'flow-log' | 'source';
  /** An address, `eni-…`, `subnet-…`, `fl-…`, or the source's name: by this it is the same thing again. */
  readonly id: string;
  /** The `Name` tag, where the configuration is known. */
  readonly name: string | null;
}

/** As a reader is told: `web-1 (10.0.1.5)`, or the id alone. */
export function subjectWords({ id, name }: DetectionSubject): string {
  return name === null || name === id ? id : `${name} (${id})`;
}

/** How much of what, and what is normal. */
export interface Measured {
  /** What was counted, as it follows a number: `distinct rejected sources in 5 minutes`. */
  readonly what: string;
  readonly value: number;
  readonly unit: Unit;
  /** Null where nothing is known to compare with. */
  readonly normal: number | null;
  /** Where normal comes from: `median of this hour of the week over 21 days`, `fixed minimum: learning since 3 hours`. */
  readonly basis: string;
}

export interface Detection {
  readonly subject: DetectionSubject;
  /** Which kind of it, where one subject can have several at once: `tcp/22`, a destination's network, a protocol. Empty where it cannot. Never an ephemeral port. */
  readonly class: string;
  readonly severity: AlertSeverity;
  /** What was measured over the threshold: 1 and above starts an alert, below KEEPS_GOING ends it, what is between keeps it going. */
  readonly level: number;
  /** A count that tells how large it is; people hear of it again when its number of digits grows. */
  readonly size: number;
  readonly measured: Measured;
  readonly first: number;
  readonly last: number;
  /** Why it may be harmless, and how to see that it is. */
  readonly benign: string;
  /** What could not be seen, a sentence each. */
  readonly unseen: readonly string[];
  /** The addresses on the other side, the most important first; at most MAX_OTHERS. */
  readonly others: readonly string[];
  /** Of a gap: every network interface whose records are missing, and its addresses. None where the subject says it all. */
  readonly hides?: readonly string[];
  /** The question that looks into it: `reject 10.0.1.5 port 443`. */
  readonly ask: string;
}

export const MAX_OTHERS = 10;

/** Of a detection's level. Two thresholds, so that what hovers around one does not go on and off. */
export const KEEPS_GOING = 0.7;
