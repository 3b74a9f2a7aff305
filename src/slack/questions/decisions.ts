/** Questions that wait for the word of who asked them: each is decided once, by that person, within a while. */
import { wait } from '../wait.ts';

export type Choice = 'go-on' | 'narrow';

interface Decision {
  /** What the buttons carry: unique in this process. */
  readonly id: string;
  /** Null where nobody chose in time. @throws the signal's reason when it is aborted first. */
  made(signal: AbortSignal): Promise<Choice | null>;
  /** It is not to be made any more. */
  close(): void;
}

export interface Decisions {
  /** From now on it can be made. @param asker a Slack user id */
  open(question: string, asker: string): Decision;
  /** @returns whether that decided it; what is decided, has waited too long, or was asked before a restart is gone. */
  choose(id: string, choice: Choice, user: string): 'decided' | 'not-theirs' | 'gone';
}

/** The id of the question that a decision is about. */
export function questionOf(decision: string): string {
  return decision.slice(0, decision.lastIndexOf(' '));
}

/** @param patience milliseconds */
export function createDecisions(patience: number): Decisions {
  const open = new Map<string, { readonly asker: string; readonly choose: (choice: Choice) => void }>();
  let opened = 0;

  return {
    open(question, asker) {
      opened += 1;
      const id = `${question} ${opened}`;
      const chosen = new AbortController();
      const made: Choice[] = [];
      open.set(id, {
        asker,
        choose: (choice) => {
          made.push(choice);
          chosen.abort();
        },
      });
      return {
        id,
        async made(signal) {
          await wait(patience, AbortSignal.any([signal, chosen.signal]));
          open.delete(id);
          signal.throwIfAborted();
          return made[0] ?? null;
        },
        close: () => open.delete(id),
      };
    },
    choose(id, choice, user) {
      const decision = open.get(id);
      if (!decision) return 'gone';
      if (decision.asker !== user) return 'not-theirs';
      open.delete(id);
      decision.choose(choice);
      return 'decided';
    },
  };
}
