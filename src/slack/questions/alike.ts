/**
 * Questions that ask the same at the same time: what everybody asks in an incident is one question. Each waits for the turn of whoever asked it, and
 * the first that has one asks of a service what all of them want to know; the others then need no turn.
 */
import { setMaxListeners } from 'node:events';
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

/** Those who ask the same. */
interface Group {
  /** Names of the sources that it is put to. */
  readonly sources: string;
  /** Who of them waits or is answered, and for how many questions each. */
  readonly askers: Map<string, number>;
  /** Aborted when one of them has its turn: the others need none any more. */
  readonly begun: AbortController;
  /** Resolves when that one has ended, or has to wait for a person. */
  readonly done: Promise<void>;
  /** The others go on: with what it has found, or without it, as if nobody had asked. */
  readonly end: (hasFound: boolean) => void;
  /** Milliseconds since the epoch; null as long as nobody has found anything. */
  foundAt: number | null;
}

interface Asked<T> {
  /** With its window as it was settled. */
  readonly request: Request;
  readonly sources: readonly Source[];
  /** A Slack user id. */
  readonly askedBy: string;
  readonly run: Run;
  /** Others ask the same, and whoever has their turn first asks for all. */
  readonly onFollowing: () => void;
  /** Whether others find what was asked for it where it was kept. */
  readonly isFound: (value: T) => boolean;
}

export interface Alike {
  /** Whether one like it waits or is being answered, or was just now. */
  isKnown(request: Request): boolean;
  /** Does the work in a turn, or without one after another that asks the same and had its turn before. */
  turn<T>(asked: Asked<T>, work: () => Promise<T>): Promise<T>;
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
  const groups = new Map<string, Group>();

  function isOver({ foundAt }: Group): boolean {
    return foundAt !== null && now() - foundAt >= REMEMBERED;
  }

  function known(request: Request): Group | undefined {
    const group = isOwn(request) ? undefined : groups.get(keyOf(request));
    return group && !isOver(group) ? group : undefined;
  }

  function open(request: Request, sources: string): Group {
    let resolve = () => {};
    const done = new Promise<void>((ended) => {
      resolve = ended;
    });
    const [key, begun] = [keyOf(request), new AbortController()];
    // Everybody who waits listens to it, and Node would take so many for a leak.
    setMaxListeners(0, begun.signal);
    const group: Group = {
      ...{ sources, askers: new Map(), begun, done, foundAt: null },
      end(hasFound) {
        if (hasFound) group.foundAt ??= now();
        else if (groups.get(key) === group) groups.delete(key);
        resolve();
      },
    };
    groups.set(key, group);
    return group;
  }

  function join({ askers }: Group, asker: string): void {
    askers.set(asker, (askers.get(asker) ?? 0) + 1);
  }

  /** What nobody waits for is forgotten, and in time what was found. */
  function leave({ askers }: Group, asker: string): void {
    const rest = (askers.get(asker) ?? 1) - 1;
    if (rest === 0) askers.delete(asker);
    else askers.set(asker, rest);
    for (const [key, one] of groups)
      if (isOver(one) || (one.askers.size === 0 && one.foundAt === null)) groups.delete(key);
  }

  async function lead<T>(group: Group, { isFound }: Asked<T>, work: () => Promise<T>): Promise<T> {
    group.begun.abort();
    let hasFound = false;
    try {
      const value = await work();
      hasFound = isFound(value);
      return value;
    } finally {
      group.end(hasFound);
    }
  }

  return {
    isKnown: (request) => known(request) !== undefined,
    async turn(asked, work) {
      const { request, sources, askedBy, run, onFollowing } = asked;
      if (isOwn(request) || !sources.every(isElsewhere)) return run.turn(work);
      const names = namesOf(sources);
      for (;;) {
        const before = known(request);
        const group = before?.sources === names ? before : open(request, names);
        if (group === before) onFollowing();
        join(group, askedBy);
        const shared = { needless: group.begun.signal, wantedBy: () => group.askers.size };
        try {
          const led = await run.turn(async () => {
            if (!group.begun.signal.aborted) return { value: await lead(group, asked, work) };
            await group.done;
            run.signal.throwIfAborted();
            return group.foundAt === null ? null : { value: await work() };
          }, shared);
          if (led) return led.value;
        } finally {
          leave(group, askedBy);
        }
      }
    },
    release: (request) => known(request)?.end(false),
  };
}
