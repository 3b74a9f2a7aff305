/** Other questions about what one is about: its records, and how they lie over time. */
import type { Request } from '../../query/request.ts';
import type { Window } from '../../query/window.ts';
import { records } from '../records.ts';
import { timeline } from '../timeline.ts';

/** A question looks at no more, seconds. */
const LONGEST = 31 * 86_400;

/** What says which records are meant. `text` is not theirs: it is to be written anew. */
function aboutOf({ subjects, window, port, protocol, from, to, action, source }: Request) {
  return {
    subjects,
    window,
    ...(port ? { port } : {}),
    ...(protocol === undefined ? {} : { protocol }),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(action ? { action } : {}),
    ...(source === undefined ? {} : { source }),
  };
}

/** From the earlier to the later end of what is compared, where that is not too long. */
function spanOf({ window, versus }: Request): Window {
  const whole = { start: versus?.start ?? window.start, end: window.end };
  return whole.end - whole.start > LONGEST ? window : whole;
}

/** Over time: of a comparison both windows, by the measure that was asked for where it is one of a timeline. */
export function chartOf(request: Request): Request {
  const [by] = request.by?.split(' ') ?? [];
  const measure = timeline.by?.measures.find((one) => one === by);
  return {
    ...aboutOf(request),
    text: request.text,
    verb: timeline.name,
    window: spanOf(request),
    ...(measure === undefined ? {} : { by: measure }),
  };
}

/** @param limit so many at most, the newest; 1 to 1000 */
export function recordsOf(request: Request, limit: number): Request {
  return { ...aboutOf(request), text: request.text, verb: records.name, limit };
}
