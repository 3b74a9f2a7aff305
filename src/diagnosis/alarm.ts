/** What an alarm of another tool says of itself, as people are told it. All of its texts are untrusted. */
export interface AlarmTold {
  readonly kind: 'cloudwatch' | 'guardduty' | 'other';
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
  /** Where it can be looked at in AWS's console, built by us of checked parts; null where that is not known. */
  readonly link: string | null;
  /** How often it happened so far, where it counts. */
  readonly count: number | null;
}
