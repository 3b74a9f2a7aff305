/** What a remembered question was, as those need it who go on from it. */
import type { Moments } from '../../commands/follow/moment.ts';
import { Request } from '../../query/request.ts';
import type { RememberedQuestion } from '../../store/questions.ts';
import type { Posted } from '../delivery/messenger.ts';

/** Its request; null where it was never read, or was written by a version that had others. */
export function requestOf({ request }: Pick<RememberedQuestion, 'request'>): Request | null {
  return Request.safeParse(request).data ?? null;
}

/** When it was asked, and now. @param now milliseconds since the epoch */
export function momentsOf({ askedAt }: Pick<RememberedQuestion, 'askedAt'>, now: number): Moments {
  return { askedAt: Math.floor(askedAt / 1000), now: Math.floor(now / 1000) };
}

/** The message that shows it; null where none is known. */
export function rootOf({ channel, rootTs }: Pick<RememberedQuestion, 'channel' | 'rootTs'>): Posted | null {
  return rootTs === null ? null : { channel, ts: rootTs };
}
