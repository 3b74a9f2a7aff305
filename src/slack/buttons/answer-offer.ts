/** What is offered with the answer to a question that is remembered. */
import { widened } from '../../commands/follow/widened.ts';
import type { Offer } from '../../present/answer-actions.ts';
import { Request } from '../../query/request.ts';
import type { RememberedQuestion } from '../../store/questions.ts';

/** The request of a remembered question; null where it was never read, or was written by a version that had others. */
export function requestOf({ request }: Pick<RememberedQuestion, 'request'>): Request | null {
  const { success, data } = Request.safeParse(request);
  return success ? data : null;
}

/** Null for what was not read as a question: there is nothing to go on from. */
export function offerOf(question: RememberedQuestion | null): Offer | null {
  const request = question && requestOf(question);
  if (!request) return null;
  const askedAt = Math.floor(question.askedAt / 1000);
  const wider = widened(request, { askedAt, now: askedAt });
  return { question: question.id, verb: request.verb, widen: wider?.length ?? null };
}
