/** What is known of an action where it was asked for: who, where, and how to tell that person. */
import type { Action } from '../commands/action.ts';
import type { Address } from './address.ts';
import type { Whisper } from './questions/question.ts';

export interface ActionPlace {
  /** Of what brought it, as Slack names it: the same when it is delivered twice. */
  readonly id: string;
  /** A Slack user id. */
  readonly askedBy: string;
  readonly place: Address;
  /** As Slack delivered it: untrusted. */
  readonly text: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Shows something to that person alone. */
  readonly whisper: Whisper;
}

/** Does it, and tells what became of it. What it throws is told as a defect. */
export type Perform<A extends Action> = (action: A, where: ActionPlace) => Promise<void>;
