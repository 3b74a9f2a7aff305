/**
 * An alert: one thing that a detector found, from the first round that saw it to its end. Plain data, JSON-safe. Times that come from records are
 * seconds since the epoch; times at which people were told or did something are milliseconds, and say so by their names.
 */
import type { AlertSeverity, DetectionSubject, DetectorId } from '../diagnosis/detection.ts';
import type { Finding } from '../diagnosis/diagnosis.ts';

/**
 * `pending`: not confirmed yet, nobody is told. `firing`. `recovering`: below the recovery threshold, but not for long enough. `resolved`.
 * Missing data moves nothing.
 */
export const ALERT_STATES = ['pending', 'firing', 'recovering', 'resolved'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** Why nobody is told. */
export type Suppression =
  /** A rule of a person: `rule` is its number. */
  | { readonly by: 'mute' | 'expected' | 'maintenance'; readonly rule: number }
  /** One alert until its time is over. */
  | { readonly by: 'snooze'; readonly until: number }
  /** Another alert explains it. */
  | { readonly by: 'inhibited'; readonly alert: string }
  /** It goes on and off; it was said once. */
  | { readonly by: 'flapping' }
  /** Low severity, or the day's messages are used up: it stands in the digest. */
  | { readonly by: 'digest' }
  /** Nobody said where to. */
  | { readonly by: 'no-channel' };

/** What flows answered when it asked the alert's own question. */
export interface AlertDiagnosis
  extends Pick<Finding, 'verdict' | 'confidence' | 'summary' | 'blocker' | 'nextCheck'> {
  /** The question as typed. */
  readonly question: string;
  readonly atMs: number;
}

export interface Alert {
  /** Of this episode: the key, and when it began. */
  readonly id: string;
  /** People say `A-12`. Given when it is first stored; 0 before. */
  readonly number: number;
  /** What makes it the same alert again: detector, account, our subject, class. Never who attacks. */
  readonly key: string;
  readonly detector: DetectorId;
  readonly source: string;
  /** The id of the account; the source's name where nobody said. */
  readonly account: string;
  readonly subject: DetectionSubject;
  readonly class: string;
  readonly state: AlertState;
  readonly severity: AlertSeverity;
  /** As it was found last, with what it was measured against. */
  readonly finding: Finding;
  /** When the traffic began, and was seen last. Seconds. */
  readonly first: number;
  readonly last: number;
  /** Data time of the round that made it fire, that resolved it. Seconds; null before. */
  readonly firedAt: number | null;
  readonly resolvedAt: number | null;
  /** It ended because nobody looks at its source, or with its detector, any more: whether it goes on is not known. */
  readonly left?: 'source' | 'detector';
  /** The newest of its rounds, one character each, the newest last: `+` found, `-` not found, `~` between the thresholds, `?` not to be seen. At most 21. */
  readonly rounds: string;
  /** Data time of the newest of them: what that round says again is known. Seconds. */
  readonly evaluatedAt?: number;
  /** Until when what the last round that could see it says holds; none that caught up. Absent before that, and in what an earlier version wrote down. */
  readonly knownUntilMs?: number;
  /** How often it fired again after it was resolved. */
  readonly reopened: number;
  readonly isFlapping: boolean;
  /** Null: people are told. */
  readonly suppressed: Suppression | null;
  /** A Slack user id: who looks after it. */
  readonly owner: string | null;
  readonly ackedAtMs: number | null;
  readonly snoozedUntilMs: number | null;
  /** Reminders that were given since it fired or was acknowledged, and when the next is due; null for none. */
  readonly reminded: number;
  readonly remindAtMs: number | null;
  /** What of it people know already, so that they hear only of more: the digits of its size, its severity. */
  readonly toldSize: number;
  readonly toldSeverity: AlertSeverity | null;
  /** Where it belongs, and which message tells of it, or will when its turn comes; null for none. It was told if `toldSeverity` is there. */
  readonly channel: string | null;
  readonly message: string | null;
  /** What a diagnosis came to that was run for it; null where none was. */
  readonly diagnosis: AlertDiagnosis | null;
  readonly updatedAtMs: number;
}

/** The key by which it is known again. */
export function alertKey(
  detector: DetectorId,
  account: string,
  { kind, id }: DetectionSubject,
  of: string,
): string {
  return [detector, account, `${kind}:${id}`, of].join('|');
}

/** A message in a channel that tells of one or several alerts, edited in place as they change. */
export interface AlertMessage {
  readonly id: string;
  readonly channel: string;
  /** `digest`: what was folded on one day. */
  readonly kind: 'alert' | 'digest';
  /** What its alerts have in common; another alert of the same group joins it while it is open. */
  readonly group: string;
  /** The day of UTC it counts for: `2026-11-25`. */
  readonly day: string;
  /** Ids, in the order in which they joined. */
  readonly alerts: readonly string[];
  /** Grows with each change that is to be seen; 0 before it is to be posted. Without alerts it never is. */
  readonly revision: number;
  readonly openedAtMs: number;
  /** It is not posted before: others of its group may come, and what is over by then is never told. Nor edited; later than `editedAtMs`, an edit is due then. */
  readonly postAfterMs: number;
  /** When it was last decided to post or to edit it. */
  readonly editedAtMs: number;
  /** What Slack calls it; null before it is posted. */
  readonly ts: string | null;
}

/** Said in the thread of a message. */
export interface AlertReply {
  /** The same reply is said once. */
  readonly id: string;
  readonly message: string;
  /** The most severe, where the same is so of several in one message at once. */
  readonly alert: string;
  /** So many others. Absent for none, and in what an earlier version wrote down. */
  readonly more?: number;
  readonly what:
    | 'severity'
    | 'larger'
    | 'joined'
    | 'reopened'
    | 'resolved'
    | 'left'
    | 'flapping'
    | 'reminder'
    | 'still-firing'
    | 'snooze-over'
    | 'mute-over';
}

/** What happened to an alert, for its history. */
export interface AlertEntry {
  /** The same is entered once. */
  readonly id: string;
  readonly alert: string;
  readonly atMs: number;
  /** A Slack user id; null for flows itself. */
  readonly by: string | null;
  readonly what: string;
}
