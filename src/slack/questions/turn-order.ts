/**
 * Who of those who wait has the next turn. Askers take turns, so that nobody keeps others waiting by asking much. Of the turns every other one goes to
 * the question that most people wait for, where those are several: in an incident many want to know the same, and its answer is all of theirs.
 */
import { createTurns, type Turns } from '../../query/turns.ts';

/** So many people ask it that it may come before its turn. */
const SEVERAL = 3;

export interface TurnOrder<T> {
  add(asker: string, item: T): void;
  /** Takes out what comes next; undefined where nothing waits. */
  next(): T | undefined;
  /** Takes an item out that is given up. @returns false where it no longer waits */
  drop(item: T): boolean;
  /** All that wait, in the order in which they come if nobody else does and as many go on waiting for each. */
  inOrder(): readonly T[];
}

/** @param wantedBy how many people wait for what an item waits for */
export function createTurnOrder<T>(wantedBy: (item: T) => number): TurnOrder<T> {
  const turns = createTurns<T>();
  let wasForSeveral = false;

  function mostWanted(items: readonly T[]): T | undefined {
    const most = Math.max(SEVERAL, ...items.map(wantedBy));
    return items.find((item) => wantedBy(item) === most);
  }

  /** What is done for several costs no asker their turn. */
  function take(
    from: Turns<T>,
    isForSeveral: boolean,
  ): { readonly item: T; readonly isWanted: boolean } | null {
    const wanted = isForSeveral ? mostWanted(from.inOrder()) : undefined;
    if (wanted !== undefined) {
      from.drop(wanted);
      return { item: wanted, isWanted: true };
    }
    const item = from.first();
    if (item === undefined) return null;
    from.serve(item);
    return { item, isWanted: false };
  }

  return {
    add: turns.add,
    drop: turns.drop,
    next() {
      const taken = take(turns, !wasForSeveral);
      if (taken === null) return undefined;
      wasForSeveral = taken.isWanted;
      return taken.item;
    },
    inOrder() {
      const [left, order]: [Turns<T>, T[]] = [turns.copy(), []];
      let isForSeveral = !wasForSeveral;
      for (let taken = take(left, isForSeveral); taken; taken = take(left, isForSeveral)) {
        order.push(taken.item);
        isForSeveral = !taken.isWanted;
      }
      return order;
    },
  };
}
