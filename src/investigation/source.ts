/** A place that holds flow log records, as the investigation is handed it: the engine that asks it and what is known of its flow logs. */
import type { FlowLog } from '../network/flow-log.ts';
import type { Engine } from '../query/engine.ts';

export interface FlowLogSettings {
  /** Null where they could not be read or nobody told them. */
  readonly flowLogs: readonly FlowLog[] | null;
  /** Why they are not known, or what was left out, for the small print. */
  readonly notes: readonly string[];
}

export interface Source {
  /** The name by which a question can choose it: `in <name>`. */
  readonly name: string;
  readonly engine: Engine;
  /** Never rejects for a missing permission: that is a note. */
  flowLogSettings(signal: AbortSignal): Promise<FlowLogSettings>;
}
