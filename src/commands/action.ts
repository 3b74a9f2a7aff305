/** What a verb can ask to be done with what is remembered. Plain data: the edges do it. */
import type { MistakeAnswer } from '../diagnosis/answer.ts';

/** About an incident of the place where it is typed, or of the number that is named. */
export interface IncidentAction {
  readonly kind: 'incident';
  readonly do: 'list';
}

/** Lists or exports what the audit log holds. */
export interface AuditAction {
  readonly kind: 'audit';
  /** Seconds since the epoch; `end` is not in it. */
  readonly window: { readonly start: number; readonly end: number };
}

export type Action = IncidentAction | AuditAction;

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
