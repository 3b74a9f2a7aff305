/** What a verb can ask to be done with what is remembered. Plain data: the edges do it. */

import type { AlertMatcher } from '../diagnosis/alert-matcher.ts';
import type { MistakeAnswer } from '../diagnosis/answer.ts';
import type { IncidentSeverity } from '../diagnosis/incident-severity.ts';
import type { WatchCondition } from '../diagnosis/watch-condition.ts';

export const REPORT_FORMS = ['markdown', 'csv', 'canvas'] as const;
export type ReportForm = (typeof REPORT_FORMS)[number];

/** What is to be done with an incident. Texts are as typed, with people as `<@U123>`: untrusted. */
export type IncidentDoing =
  | { readonly do: 'open'; readonly title: string; readonly severity: IncidentSeverity | null }
  | { readonly do: 'status' }
  /** Null for the last answer of the place where it is typed. */
  | { readonly do: 'add'; readonly message: { readonly channel: string; readonly ts: string } | null }
  | { readonly do: 'note'; readonly text: string }
  /** `who` is a Slack user id. */
  | { readonly do: 'action'; readonly text: string; readonly who: string | null }
  | { readonly do: 'done'; readonly item: number }
  | { readonly do: 'severity'; readonly severity: IncidentSeverity }
  | { readonly do: 'close'; readonly because: string | null }
  | { readonly do: 'reopen' }
  | { readonly do: 'list'; readonly all: boolean }
  | { readonly do: 'report'; readonly as: ReportForm };

/** About an incident of the place where it is typed, or of the number that is named. */
export type IncidentAction = {
  readonly kind: 'incident';
  /** Null where none is named. */
  readonly incident: number | null;
} & IncidentDoing;

/** Lists or exports what the audit log holds. */
export interface AuditAction {
  readonly kind: 'audit';
  /** Seconds since the epoch; `end` is not in it. */
  readonly window: { readonly start: number; readonly end: number };
  /** A Slack user id; absent for everybody. */
  readonly by?: string;
  /** All of it as a file, instead of the newest as a message. */
  readonly file?: 'csv';
}

/** Tells how often answers were right. */
export interface AccuracyAction {
  readonly kind: 'accuracy';
  /** In which they were judged. Seconds since the epoch; `end` is not in it. */
  readonly window: { readonly start: number; readonly end: number };
}

/** Lists alerts, or what was said of them; sends one to see that they arrive. */
export type AlertsAction = { readonly kind: 'alerts' } & (
  | {
      readonly do: 'list';
      /** `open`: pending, firing or recovering, and told. `suppressed`: nobody was told, with the reason. */
      readonly which: 'open' | 'suppressed' | 'resolved' | 'all';
      /** In which they were seen. Seconds since the epoch; `end` is not in it. */
      readonly window: { readonly start: number; readonly end: number };
    }
  /** One, with its history. */
  | { readonly do: 'show'; readonly alert: number }
  /** Mutes, maintenances and what is expected. */
  | { readonly do: 'rules' }
  /** How the watcher itself fares, source by source. */
  | { readonly do: 'health' }
  | { readonly do: 'test' }
);

/** Says that somebody looks after an alert. */
export interface AckAction {
  readonly kind: 'ack';
  readonly alert: number;
  /** A Slack user id; null for whoever says it. */
  readonly owner: string | null;
}

/** Silences one alert for a time. */
export interface SnoozeAction {
  readonly kind: 'snooze';
  readonly alert: number;
  /** From now on; 0 ends it. */
  readonly seconds: number;
}

/** Silences what may come, or ends that. `reason` is as typed: untrusted. */
export type MuteAction = { readonly kind: 'mute' } & (
  | {
      readonly do: 'make';
      readonly rule: 'mute' | 'maintenance' | 'expected';
      /** The alert that it is said about; null for none. */
      readonly alert: number | null;
      /** Empty beside an alert: those like it. */
      readonly matcher: AlertMatcher;
      /** Seconds since the epoch. */
      readonly startsAt: number;
      readonly endsAt: number;
      readonly reason: string;
    }
  | { readonly do: 'end'; readonly rule: number }
);

export type AlertingAction = AlertsAction | AckAction | SnoozeAction | MuteAction;

/** Asks a question again and again, lists one's own watches, ends one. */
export type WatchAction = { readonly kind: 'watch' } & (
  | {
      readonly do: 'begin';
      /** As it would be typed. */
      readonly question: string;
      readonly everySeconds: number;
      readonly lastsSeconds: number;
      readonly when: WatchCondition;
    }
  | { readonly do: 'list' }
  /** By the six digits of its name. */
  | { readonly do: 'end'; readonly watch: string }
);

/** Tells what must be allowed on AWS; in a terminal, where the configuration is. */
export interface IamPolicyAction {
  readonly kind: 'iam-policy';
  /** As typed; null for all of them. */
  readonly source: string | null;
}

/** Looks at all that the bot needs; in a terminal, where it runs. */
export interface DoctorAction {
  readonly kind: 'doctor';
}

/** Writes a configuration from what it asks; in a terminal, where flows is to run. */
export interface InitAction {
  readonly kind: 'init';
}

export type Action =
  | IncidentAction
  | AuditAction
  | AccuracyAction
  | AlertingAction
  | WatchAction
  | DoctorAction
  | IamPolicyAction
  | InitAction;

/** Where there is nothing that remembers. */
export function doneInSlack({ kind }: Action): MistakeAnswer {
  return {
    kind: 'mistake',
    text: kind,
    problem: `${kind} works with what the bot remembers, which is not at hand here.`,
    allowed: 'The same words in Slack, after `/flows` or after a mention of flows.',
    example: 'help',
  };
}
