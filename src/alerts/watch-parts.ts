/** What the watcher is handed in. */
import type { Logger } from 'pino';
import type { DetectionSettings } from '../analyzers/detection/detecting.ts';
import type { Detector } from '../analyzers/detection/detector.ts';
import type { Ledger } from '../diagnosis/ledger.ts';
import type { Source } from '../investigation/source.ts';
import type { AddressLookup } from '../record/address-facts.ts';
import type { Lease } from '../store/leases.ts';
import type { Store } from '../store/store.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Decide } from './decide.ts';
import type { AlertSettings } from './settings.ts';

export interface WatchParts {
  readonly store: Pick<Store, 'db' | 'kind'>;
  /** All that are configured; the settings say which are watched. The watcher does not close them. */
  readonly sources: readonly Source[];
  readonly settings: AlertSettings;
  /** Reads what detectors are set to: lists of threats are read anew. Never rejects. */
  readonly detection: () => Promise<DetectionSettings>;
  readonly detectors: readonly Detector[];
  readonly ledger: Ledger;
  readonly decide: Decide;
  /** Names this process: no other has the same. */
  readonly owner: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  readonly log: Logger;
  readonly telemetry: Telemetry;
  readonly lookUp?: AddressLookup | undefined;
}

/** The time in which this process is the one that watches. */
export interface Turn {
  readonly lease: Lease;
  /** Aborted when it is over. */
  readonly signal: AbortSignal;
}
