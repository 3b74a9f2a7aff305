/** What a remembered question was, as those need it who go on from it. */
import type { Moments } from '../../commands/follow/moment.ts';
import { Request } from '../../query/request.ts';
import type { RememberedQuestion } from '../../store/questions.ts';

/** Its request; null where it was never read, or was written by a version that had others. */
export function requestOf({ request }: Pick<RememberedQuestion, 'request'>): Request | null {
  return Request.safeParse(request).data ?? null;
}

/** When it was asked, and now. @param now milliseconds since the epoch */
export function momentsOf({ askedAt }: Pick<RememberedQuestion, 'askedAt'>, now: number): Moments {
  return { askedAt: Math.floor(askedAt / 1000), now: Math.floor(now / 1000) };
}
