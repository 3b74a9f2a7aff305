/** What can happen in an incident: a closed union, so that whatever tells of it must know every kind. */
import type { IncidentSeverity } from '../diagnosis/incident-severity.ts';

export interface Person {
  /** A Slack user id. */
  readonly id: string;
  /** What they are called in Slack; their id where that is not known. Untrusted. */
  readonly name: string;
}

/** Its texts are as people typed them: untrusted. */
export type IncidentDeed =
  | { readonly kind: 'opened'; readonly title: string; readonly severity: IncidentSeverity | null }
  | { readonly kind: 'severity'; readonly severity: IncidentSeverity }
  | {
      readonly kind: 'finding';
      /** The id of the question that it answers. */
      readonly question: string;
      readonly verdict: string;
      readonly confidence: number;
      readonly summary: string;
      readonly askedBy: Person;
    }
  | { readonly kind: 'note'; readonly text: string }
  | {
      readonly kind: 'action';
      /** 1 for the first of the incident. */
      readonly item: number;
      readonly text: string;
      /** Who is to do it; null where nobody was named. */
      readonly who: Person | null;
    }
  | { readonly kind: 'done'; readonly item: number; readonly text: string }
  | {
      readonly kind: 'shared';
      /** The id of the question whose answer was shared. */
      readonly question: string;
      /** The Slack channel that it was shared into, and what that is called, `#web`; its id where that is not known. */
      readonly channel: string;
      readonly channelName: string;
    }
  | { readonly kind: 'closed'; readonly because: string | null }
  | { readonly kind: 'reopened' };

/** A deed as it is handed in: an action has its number from the incident. */
export type NewDeed =
  | Exclude<IncidentDeed, { readonly kind: 'opened' | 'action' | 'done' }>
  | { readonly kind: 'action'; readonly text: string; readonly who: Person | null }
  | { readonly kind: 'done'; readonly item: number };

export interface IncidentEntry {
  /** Of whatever brought it about: the same deed is entered once. */
  readonly key: string;
  readonly incident: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly by: Person;
  readonly deed: IncidentDeed;
}

/** Why a deed is not entered. */
export type NotEntered =
  | 'no-incident'
  | 'no-action'
  | 'done-already'
  | 'there-already'
  | 'closed-already'
  | 'open-already';

/** What the incident, with the entries that it has, makes of a deed. */
export function deedIn(
  { isOpen, entries }: { readonly isOpen: boolean; readonly entries: readonly IncidentEntry[] },
  deed: NewDeed,
): IncidentDeed | NotEntered {
  const deeds = entries.map((entry) => entry.deed);
  switch (deed.kind) {
    case 'finding':
      return deeds.some((one) => one.kind === 'finding' && one.question === deed.question)
        ? 'there-already'
        : deed;
    case 'action':
      return { ...deed, item: deeds.filter(({ kind }) => kind === 'action').length + 1 };
    case 'done': {
      const action = deeds.find((one) => one.kind === 'action' && one.item === deed.item);
      if (action?.kind !== 'action') return 'no-action';
      const isDone = deeds.some((one) => one.kind === 'done' && one.item === deed.item);
      return isDone ? 'done-already' : { ...deed, text: action.text };
    }
    case 'closed':
      return isOpen ? deed : 'closed-already';
    case 'reopened':
      return isOpen ? 'open-already' : deed;
    case 'severity':
    case 'note':
    case 'shared':
      return deed;
  }
}
