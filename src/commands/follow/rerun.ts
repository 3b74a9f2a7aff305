/** The same question asked again. */
import type { Request } from '../../query/request.ts';
import { endedAtAsking, type Moments, shifted } from './moment.ts';

/** As long up to now, where it was about the time up to its asking; else about the same time, past what is remembered of its answer. */
export function rerunOf(request: Request, moments: Moments): Request {
  const { window, versus } = request;
  if (!endedAtAsking(window, moments)) return { ...request, fresh: true };
  const later = moments.now - window.end;
  return {
    ...request,
    window: shifted(window, later),
    ...(versus ? { versus: shifted(versus, later) } : {}),
  };
}
