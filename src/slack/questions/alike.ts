/**
 * Questions that ask the same at the same time. What the first of them asks of a service the others share, so they wait for it and take no turn
 * of their own: a question of an incident that everybody asks is one question.
 */
import type { Source } from '../../investigation/source.ts';
import type { Request } from '../../query/request.ts';
import type { Run } from './running.ts';

/** Answers of these come from elsewhere, and are remembered for a while; what is read from files is read here, each time. */
const ELSEWHERE: ReadonlySet<string> = new Set(['insights', 'athena']);
/** For so long after the first was answered, milliseconds: as long as results are remembered whose records may still be coming. */
const REMEMBERED = 60_000;

export function isElsewhere({ about }: Source): boolean {
  return ELSEWHERE.has(about.kind);
}

interface First {
  /** Names of the sources that it was put to. */
  readonly sources: string;
  readonly done: Promise<void>;
  /** The others go on. */
  readonly end: () => void;
  /** Milliseconds since the epoch; null as long as it is being answered. */
  endedAt: number | null;
}

interface Asked {
  /** With its window as it was settled. */
  readonly request: Request;
  readonly sources: readonly Source[];
  readonly run: Run;
  /** It waits for another one. */
  readonly onFollowing: () => void;
}

export interface Alike {
  /** Whether one like it is being answered, or was just now. */
  isKnown(request: Request): boolean;
  /** Does the work in a turn, or without one after another that asks the same. */
  turn<T>(asked: Asked, work: () => Promise<T>): Promise<T>;
  /** Whoever asked it first is being asked something: the others do not wait for that. */
  release(request: Request): void;
}

/** What is new each time is nobody else's. */
function isOwn({ fresh, file }: Request): boolean {
  return fresh === true || file !== undefined;
}

function namesOf(sources: readonly Source[]): string {
  return sources.map(({ name }) => name).join(' ');
}

function keyOf({ text: _, ...rest }: Request): string {
  return JSON.stringify(rest);
}

/** @param now milliseconds since the epoch */
export function createAlike(now: () => number): Alike {
  const firsts = new Map<string, First>();

  function isOver({ endedAt }: First): boolean {
    return endedAt !== null && now() - endedAt >= REMEMBERED;
  }

  /** They are in the order in which they were asked, and nearly in that in which they ended. */
  function forget(): void {
    for (const [key, first] of firsts) {
      if (!isOver(first)) return;
      firsts.delete(key);
    }
  }

  function known(request: Request): First | undefined {
    const first = isOwn(request) ? undefined : firsts.get(keyOf(request));
    return first && !isOver(first) ? first : undefined;
  }

  function begin(request: Request, sources: string): First {
    let resolve = () => {};
    const done = new Promise<void>((ended) => {
      resolve = ended;
    });
    const first: First = {
      ...{ sources, done, endedAt: null },
      end() {
        first.endedAt ??= now();
        resolve();
        forget();
      },
    };
    firsts.delete(keyOf(request));
    firsts.set(keyOf(request), first);
    return first;
  }

  return {
    isKnown: (request) => known(request) !== undefined,
    async turn({ request, sources, run, onFollowing }, work) {
      if (isOwn(request) || !sources.every(isElsewhere)) return run.turn(work);
      const before = known(request);
      if (before?.sources === namesOf(sources)) {
        onFollowing();
        await before.done;
        run.signal.throwIfAborted();
        return work();
      }
      const first = begin(request, namesOf(sources));
      return run.turn(work).finally(first.end);
    },
    release: (request) => known(request)?.end(),
  };
}
