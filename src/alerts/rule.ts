/** What a person has said about alerts that may come: a mute, a maintenance, or that something is expected. Each with its end, its author and a reason. */
import type { AlertMatcher } from '../diagnosis/alert-matcher.ts';

export interface AlertRule {
  /** People say `M-3`. 0 before it is stored. */
  readonly number: number;
  readonly kind: 'mute' | 'maintenance' | 'expected';
  readonly matcher: AlertMatcher;
  /** The number of the alert that it was said about; absent where it names what it silences itself. */
  readonly alert?: number;
  /** Milliseconds since the epoch. */
  readonly startsAtMs: number;
  /** For what is expected, the day on which somebody must look at it again. Milliseconds since the epoch. */
  readonly endsAtMs: number;
  /** A Slack user id. */
  readonly by: string;
  /** As typed: untrusted. */
  readonly reason: string;
  /** Where it was said, and so where its end is told. */
  readonly channel: string | null;
  readonly createdAtMs: number;
  /** Ended by a person before its time; null otherwise. */
  readonly endedAtMs: number | null;
  /** Its end was told. */
  readonly toldOver: boolean;
}
