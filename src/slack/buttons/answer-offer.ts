/** What is offered with the answer to a question that is remembered. */
import { widened } from '../../commands/follow/widened.ts';
import type { Offer } from '../../present/answer-actions.ts';
import type { RememberedQuestion } from '../../store/questions.ts';
import { momentsOf, requestOf } from '../questions/remembered.ts';

/** Null for what was not read as a question: there is nothing to go on from. */
export function offerOf(question: RememberedQuestion | null): Offer | null {
  const request = question && requestOf(question);
  if (!request) return null;
  const wider = widened(request, momentsOf(question, question.askedAt));
  return { question: question.id, verb: request.verb, widen: wider?.length ?? null };
}
