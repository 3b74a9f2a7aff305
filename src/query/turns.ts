/**
 * Whose turn it is: askers take turns, and what one of them asks stays in the order in which it came. So ten queries of one person keep nobody
 * waiting longer than one of them does.
 */

export interface Turns<T> {
  /** An asker who had nothing waiting comes after all who have. */
  add(asker: string, item: T): void;
  /** Undefined where nothing waits. */
  first(): T | undefined;
  /** Takes an item out, and its asker's turn is over. @returns false where it no longer waits */
  serve(item: T): boolean;
  /** Takes an item out that is given up; its asker's turn is not touched. @returns false where it no longer waits */
  drop(item: T): boolean;
  /** All that wait, in the order in which they are served if nobody else comes. */
  inOrder(): readonly T[];
  /** The same, to see what becomes of it. */
  copy(): Turns<T>;
}

/** @param before what each asker waits for already; the askers in the order of their turns */
export function createTurns<T>(before: Iterable<readonly [string, readonly T[]]> = []): Turns<T> {
  const waiting = new Map(before);

  function take(item: T): string | undefined {
    for (const [asker, items] of waiting) {
      if (!items.includes(item)) continue;
      const rest = items.filter((one) => one !== item);
      if (rest.length === 0) waiting.delete(asker);
      else waiting.set(asker, rest);
      return asker;
    }
    return undefined;
  }

  return {
    add: (asker, item) => void waiting.set(asker, [...(waiting.get(asker) ?? []), item]),
    first() {
      const [items] = waiting.values();
      return items?.[0];
    },
    serve(item) {
      const asker = take(item);
      if (asker === undefined) return false;
      const rest = waiting.get(asker);
      waiting.delete(asker);
      if (rest) waiting.set(asker, rest);
      return true;
    },
    drop: (item) => take(item) !== undefined,
    inOrder() {
      const queues = [...waiting.values()];
      const rounds = Math.max(0, ...queues.map(({ length }) => length));
      return Array.from({ length: rounds }, (_, round) =>
        queues.flatMap((items) => items.slice(round, round + 1)),
      ).flat();
    },
    copy: () => createTurns(waiting),
  };
}
