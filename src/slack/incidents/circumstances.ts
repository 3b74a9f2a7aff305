/** What each piece of an incident's work has at hand, and how it tells the person who asked for it that it was not done. */
import { plainText } from '../../commands/grammar/plain-text.ts';
import { notInvited, problemMessage } from '../../present/block-kit.ts';
import type { Failure } from '../delivery/failure.ts';
import { isNotInvited, type Problem, problemOf } from '../delivery/problems.ts';
import type { Steps } from '../delivery/work.ts';
import type { Desk } from '../desk.ts';
import type { Whisper } from '../questions/question.ts';
import { whisperOf } from '../whispers.ts';
import type { IncidentInput } from './input.ts';

export interface Circumstances {
  readonly desk: Desk;
  /** Of the work. */
  readonly id: string;
  readonly input: IncidentInput;
  readonly steps: Steps;
}

/** To the person alone who asked for it. */
export function whisperTo({ desk, id, input }: Circumstances): Whisper {
  return whisperOf(desk, id, input.place, input.askedBy);
}

export function tell(at: Circumstances, { problem, todo }: Problem): Promise<void> {
  return whisperTo(at)(problemMessage({ problem, todo, question: plainText(at.input.text) }));
}

/** Slack did not take what was to be said. */
export function tellFailure(at: Circumstances, failure: Failure): Promise<void> {
  const { text, place } = at.input;
  if (!isNotInvited(failure, place.channel)) return tell(at, problemOf(failure));
  return whisperTo(at)(notInvited(plainText(text)));
}
