/** What an incident's work is handed: JSON-safe, so that it outlives the process. */
import type { IncidentAction } from '../../commands/action.ts';
import type { Address } from '../address.ts';

export interface IncidentInput {
  readonly action: IncidentAction;
  /** A Slack user id. */
  readonly askedBy: string;
  readonly place: Address;
  /** As typed: untrusted; empty for a reaction or a button. */
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}
