/** A place that holds flow log records, as the investigation is handed it: the engine that asks it and what is known of its network. */
import type { SourceOutcome } from '../diagnosis/diagnosis.ts';
import type { FlowLog } from '../network/flow-log.ts';
import type { Network } from '../network/network.ts';
import type { Engine } from '../query/engine.ts';
import type { Subject } from '../query/request.ts';

export interface FlowLogSettings {
  /** Null where they could not be read or nobody told them. */
  readonly flowLogs: readonly FlowLog[] | null;
  /** Why they are not known, or what was left out, for the small print. */
  readonly notes: readonly string[];
  /** Places of the source that no known flow log writes to, though the flow logs could be read: why they are not known. Absent where there are none. */
  readonly unwritten?: readonly string[];
  /** Several sources keep different things, so that what all of them keep together says nothing of any one. */
  readonly differ?: true;
}

/** The part of a network that a question is about: a source that reads it over an API reads no more than that. */
export interface NetworkWanted {
  readonly subjects: readonly Subject[];
  /** Of the other ends, as records name them. */
  readonly addresses: readonly string[];
  readonly interfaceIds: readonly string[];
}

export interface NetworkReading {
  readonly network: Network;
  /** When the configuration was read, seconds since the epoch; null for files, which do not say when they were printed. */
  readonly readAt: number | null;
  /** Calls of an API that it took so far. */
  readonly calls: number;
  /** What could not be read and why, for the small print. */
  readonly notes: readonly string[];
  /** Something that was asked for could not be read, so that what is not in the network may be there all the same. */
  readonly failed?: true;
  /** By the id of each network interface that records name and the source does not have: the sentence of the notes that says so. */
  readonly gone?: Readonly<Record<string, string>>;
}

/** What a source holds, as the configuration says: by which questions choose among many. */
export interface SourceAbout {
  /** `files`, `insights`, `athena`, `demo`. */
  readonly kind: string;
  /** The id of the account whose records it holds; null where nobody said. */
  readonly account: string | null;
  /** Null where nobody said. */
  readonly region: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Source {
  /** The name by which a question can choose it: `in <name>`. */
  readonly name: string;
  readonly about: SourceAbout;
  readonly engine: Engine;
  /** Never rejects for a missing permission: that is a note. */
  flowLogSettings(signal: AbortSignal): Promise<FlowLogSettings>;
  /**
   * The network's configuration, where the source has one. What was read for a question before stays in what is read for more of it.
   * Never rejects for a missing permission: that is a note.
   */
  network?(wanted: NetworkWanted, signal: AbortSignal): Promise<NetworkReading>;
  /** What became of the question so far at each of the sources that this one stands for. Absent where it stands for itself alone. */
  outcomes?(): readonly SourceOutcome[];
}
