/** A question as whoever brings it hands it in: typed, pressed, or found in a message. JSON-safe, so that it outlives the process. */

import type { SlackMessage } from '../../present/block-kit.ts';
import type { Request } from '../../query/request.ts';
import type { Address } from '../address.ts';

export interface Question {
  /** Of what brought it, as Slack names it (`trigger_id`, `event_id`): the same when it is delivered twice. The Cancel button carries it. */
  readonly id: string;
  /** As Slack delivered it, or as it would be typed: untrusted. */
  readonly text: string;
  /** What is asked, where it does not follow from the text alone: a button or a thread knows more. */
  readonly request?: Request;
  /** A Slack user id. */
  readonly askedBy: string;
  readonly place: Address;
  readonly via: 'command' | 'mention' | 'message' | 'button' | 'shortcut' | 'home' | 'watch';
}

/** Shows a message to the person alone who asked. Never rejects. */
export type Whisper = (message: SlackMessage) => Promise<void>;

/** A question that was handed in. */
interface Taken {
  /** False where it was handed in before: then it is answered already, or being answered. */
  readonly isNew: boolean;
  /** Resolves when it is answered. What goes wrong is said in Slack; rejects only where even that fails. */
  readonly done: Promise<void>;
}

/**
 * Takes a question on. Resolves as soon as it is written down, so that it is answered whatever happens next: who has to acknowledge it does so
 * then. Without `whisper`, the person is told in the place of the question.
 */
export type Ask = (question: Question, whisper?: Whisper) => Promise<Taken>;
