/**
 * How many questions may wait for their turn: as many as can be answered while the person who asked is still there. When that many wait, each
 * person may have an equal part of them, and whoever has theirs is told at once to ask later, instead of an hour later what they wanted to know.
 */

/** What many can be answered within two minutes or so, where each takes three queries of ten seconds. */
const SHARED = 60;
/** Of one person, also where nobody else asks. */
const MOST_OWN = 20;
/** Of all people, where there are so many that their parts come to more. */
const MOST = 200;

/** How many wait already. */
export interface Crowded {
  readonly own: number;
  readonly all: number;
}

export interface Admission {
  /**
   * Counts a question as waiting until it leaves.
   *
   * @param asker a Slack user id
   * @returns null where it may come in
   */
  enter(id: string, asker: string): Crowded | null;
  /** It has its turn, or needs none, or has ended. Nothing happens where it has left before. */
  leave(id: string): void;
}

export function createAdmission(): Admission {
  const waiting = new Map<string, string>();

  return {
    enter(id, asker) {
      if (waiting.has(id)) return null;
      const askers = [...waiting.values()];
      const own = askers.filter((one) => one === asker).length;
      const part = Math.floor(SHARED / new Set([...askers, asker]).size);
      const isFull = own >= Math.min(MOST_OWN, Math.max(1, part)) || waiting.size >= MOST;
      if (isFull) return { own, all: waiting.size };
      waiting.set(id, asker);
      return null;
    },
    leave: (id) => void waiting.delete(id),
  };
}
