/** Questions that wait for the word of who asked them: each is decided once, by that person, within a while. */
import { randomUUID } from 'node:crypto';
import { wait } from '../wait.ts';

const CHOICES = ['go-on', 'narrow'] as const;

export type Choice = (typeof CHOICES)[number];

interface Decision {
  /** What the buttons carry: no other process has the same. */
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
  /** Those that are waited for here. */
  readonly ids: readonly string[];
  /** It was decided, here or elsewhere; nothing happens where nobody waits for it. @param choice as it was written down */
  heed(id: string, choice: string): void;
}

/** The id of the question that a decision is about. */
export function questionOf(decision: string): string {
  return decision.slice(0, decision.lastIndexOf(' '));
}

/** @param patience milliseconds */
export function createDecisions(patience: number): Decisions {
  const open = new Map<string, { readonly asker: string; readonly choose: (choice: Choice) => void }>();

  return {
    open(question, asker) {
      const id = `${question} ${randomUUID()}`;
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
    get ids() {
      return [...open.keys()];
    },
    heed(id, choice) {
      const known = CHOICES.find((one) => one === choice);
      const decision = open.get(id);
      if (!known || !decision) return;
      open.delete(id);
      decision.choose(known);
    },
  };
}
