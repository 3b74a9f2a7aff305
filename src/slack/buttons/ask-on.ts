/** Asks on from a question that was answered: another one that follows from it, in the same thread. */
import type { Moments } from '../../commands/follow/moment.ts';
import { requestText } from '../../commands/follow/request-text.ts';
import { deliveredText, plainText } from '../../commands/grammar/plain-text.ts';
import { problemMessage } from '../../present/block-kit.ts';
import type { Request } from '../../query/request.ts';
import type { RememberedQuestion } from '../../store/questions.ts';
import type { Desk } from '../desk.ts';
import { momentsOf, requestOf } from '../questions/remembered.ts';
import type { Press } from './press.ts';

/** What is asked instead; null where there is nothing. */
export type Follow = (request: Request, moments: Moments) => Request | null;

/** Resolves when that is answered. */
export async function askOn(
  { ask, timeZones, now }: Pick<Desk, 'ask' | 'timeZones' | 'now'>,
  { id, by, place, whisper }: Press,
  question: RememberedQuestion,
  follow: Follow,
): Promise<void> {
  const moments = momentsOf(question, now());
  const before = requestOf(question);
  const request = before && follow(before, moments);
  if (!request)
    return whisper(
      problemMessage({
        problem: 'From that question there is nothing to go on.',
        todo: 'Ask it again, as you want it.',
        question: plainText(question.text),
      }),
    );
  const text = requestText(request, { now: moments.now, timeZone: await timeZones.of(by) });
  const { done } = await ask({
    id,
    text: deliveredText(text),
    request: { ...request, text },
    askedBy: by,
    place,
    via: 'button',
  });
  await done;
}
