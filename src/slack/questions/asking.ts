/** What an answer takes of the bot, whoever asks: a person, a watch, or an alarm of another tool. */
import type { DetectionSettings } from '../../analyzers/detection/detecting.ts';
import type { Asking } from '../../commands/answer.ts';
import type { Understood } from '../../commands/verb.ts';
import type { Ledger } from '../../diagnosis/ledger.ts';
import type { Budgets } from '../../investigation/budget.ts';
import type { Spending } from '../../investigation/question-spending.ts';
import type { AddressLookup } from '../../record/address-facts.ts';
import type { Telemetry } from '../../telemetry/telemetry.ts';

export interface AskingParts {
  /** What was scanned, against the budgets of a day. */
  readonly ledger: Ledger;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  /** Tells who public addresses are, where something can. */
  readonly lookUp?: AddressLookup | undefined;
  /** Reads what detectors are set to; their defaults without it. */
  readonly detection?: (() => Promise<DetectionSettings>) | undefined;
  readonly telemetry: Telemetry;
}

interface Asker extends Pick<Asking, 'now' | 'sources' | 'signal'> {
  readonly asker: string;
  /** What they may scan; without it, there is no limit. */
  readonly budgets: Budgets | undefined;
  /** Asks a person before more is scanned; where nobody is there, it is not run, and that is said. */
  readonly decide?: Spending['decide'];
}

export async function askingOf(
  { ledger, monotonic, lookUp, detection, telemetry }: AskingParts,
  understood: Understood,
  { budgets, decide, ...by }: Asker,
): Promise<Asking> {
  const detects = understood.kind === 'question' && understood.verb.detects;
  return {
    ...{ ...by, monotonic, observer: telemetry.observer() },
    ...(budgets ? { spending: { budgets, ledger, ...(decide ? { decide } : {}) } } : {}),
    ...(lookUp ? { lookUp } : {}),
    ...(detects && detection ? { detection: await detection() } : {}),
  };
}
