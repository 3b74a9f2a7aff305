/** Who may ask what: the answer to one person in one place, by which everything that shows records goes. */
import type { Budgets } from '../investigation/budget.ts';
import type { Source } from '../investigation/source.ts';

/** At least one source. What is not among them is not there, for that person in that place. */
export interface Allowed {
  readonly kind: 'allowed';
  readonly sources: readonly Source[];
  readonly budgets?: Budgets | undefined;
}

/** Two sentences that the person may read: they name no source. */
export interface Refused {
  readonly kind: 'refused';
  readonly because: string;
  readonly todo: string;
  /** It could not be told just now: a moment later it may be another answer. */
  readonly isPassing?: true;
}

export type Access = Allowed | Refused;

/** Somebody, somewhere. */
export interface Visitor {
  /** A Slack user id. */
  readonly user: string;
  /** A Slack channel id: what is shown there is seen by its members. */
  readonly channel: string;
}

export interface Gate {
  /** Never rejects: what cannot be told is refused, with the reason. */
  admit(visitor: Visitor): Promise<Access>;
}

/** Whether what came from these sources may be shown there. What came from none, may. */
export function maySee(access: Access, sources: readonly string[]): boolean {
  if (sources.length === 0) return true;
  if (access.kind === 'refused') return false;
  const names = new Set(access.sources.map(({ name }) => name));
  return sources.every((name) => names.has(name));
}

/** Lets everybody ask everything, for a workspace that has one team and no guests, such as the demo's. */
export function openGate(sources: readonly Source[], budgets?: Budgets): Gate {
  const access: Access = { kind: 'allowed', sources, budgets };
  return { admit: async () => access };
}
