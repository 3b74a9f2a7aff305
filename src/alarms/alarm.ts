/** An alarm of another tool, as far as it concerns traffic: what it says, and which of our things it is about. Its texts are untrusted. */
import type { FoundPort } from '../commands/find/ports.ts';

export interface Alarm {
  readonly kind: 'cloudwatch' | 'guardduty' | 'other';
  /** The same alarm again has the same: the ARN of a CloudWatch alarm, the id of a GuardDuty finding, the id of the message. */
  readonly id: string;
  /** `firing`; `over`: it says itself that it has ended; `unknown`: it cannot tell. */
  readonly state: 'firing' | 'over' | 'unknown';
  /** `CPU of web-1 is high`, `UnauthorizedAccess:EC2/SSHBruteForce`. */
  readonly title: string;
  /** Why, in its own words; empty where it gives none. */
  readonly reason: string;
  /** Null where nobody said. */
  readonly account: string | null;
  readonly region: string | null;
  readonly severity: 'high' | 'medium' | 'low' | null;
  /** Seconds since the epoch. */
  readonly at: number;
  /** Where it can be looked at in AWS's console; null where that is not known. */
  readonly link: string | null;
  /** Our end, as a question may name it: an address, `eni-…`, `i-…`; null where it names none. */
  readonly ours: string | null;
  /** The other end, an address; null where it names none. */
  readonly other: string | null;
  /** Who opened the connection, where it says so. */
  readonly opened: 'ours' | 'other' | null;
  /** The port of who was called. */
  readonly port: FoundPort | null;
  /** How often it happened so far, where it counts. */
  readonly count: number | null;
}
