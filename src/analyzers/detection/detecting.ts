/** What detectors are told beside the records: the operator's settings, which addresses are ours, and what is normal. */
import type { DetectorId } from '../../diagnosis/detection.ts';
import type { Cidr } from '../../record/address.ts';
import type { History } from './history.ts';

/** Addresses that somebody calls a threat, read from a list that the operator named. They raise a severity, and never decide alone. */
export interface ThreatFeed {
  readonly name: string;
  /** When it was read, seconds since the epoch. */
  readonly readAt: number;
  /** The name of the entry that holds the address, such as its block or its comment; null for none. */
  lookUp(address: string): string | null;
  /** What is wrong with it, a sentence each, for the small print. */
  readonly notes?: readonly string[];
}

export interface DetectionSettings {
  /** What differs from a detector's defaults, checked against its schema. */
  readonly parameters: Readonly<Partial<Record<DetectorId, unknown>>>;
  /** Blocks that are ours beside the private ones and those of the VPCs. */
  readonly inside: readonly Cidr[];
  readonly feeds: readonly ThreatFeed[];
}

export const DEFAULT_DETECTION: DetectionSettings = { parameters: {}, inside: [], feeds: [] };

export interface Detecting {
  readonly settings: DetectionSettings;
  /** Blocks whose addresses are ours. */
  readonly home: readonly Cidr[];
  /** Null where nothing is remembered, as in the terminal: then what came right before the window tells what is normal. */
  readonly history: History | null;
}
