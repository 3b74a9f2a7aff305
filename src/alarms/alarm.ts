/** An alarm of another tool, as far as it concerns traffic: what it says, and which of our things it is about. Its texts are untrusted. */
import type { FoundPort } from '../commands/find/ports.ts';
import type { AlarmTold } from '../diagnosis/alarm.ts';

export interface Alarm extends AlarmTold {
  /** The same alarm again has the same: the ARN of a CloudWatch alarm, the id of a GuardDuty finding, the id of the message. */
  readonly id: string;
  /** Our end, as a question may name it: an address, `eni-…`, `i-…`; null where it names none. */
  readonly ours: string | null;
  /** The other end, an address; null where it names none. */
  readonly other: string | null;
  /** Who opened the connection, where it says so. */
  readonly opened: 'ours' | 'other' | null;
  /** The port of who was called. */
  readonly port: FoundPort | null;
}
