/** What a usual question scans, against what one may scan without asking: it is estimated, which scans nothing. */
import { understand } from '../../commands/answer.ts';
import type { Overspend } from '../../diagnosis/overspend.ts';
import { type Budgets, NOTHING_SPENT, overspend } from '../../investigation/budget.ts';
import type { Source } from '../../investigation/source.ts';
import { bytes, dollars } from '../../present/quantities.ts';
import type { Estimate } from '../../query/engine.ts';
import type { FlowQuery } from '../../query/flow-query.ts';
import { type Check, fine, warning } from './check.ts';

/** Whose last hour, as a question has it that names no time, is everybody's. */
const USUAL = 'reject 0.0.0.0/0';
const HOUR = 3600;

const NOBODY = { question: NOTHING_SPENT, person: NOTHING_SPENT, everybody: NOTHING_SPENT };

/** The budget that queries of somebody who has spent nothing yet would pass; null where they pass none, or where that cannot be told. */
export function passedBudget(budgets: Budgets, estimate: Estimate): Overspend['budget'] | null {
  return overspend(budgets, NOBODY, { estimate, window: null })?.budget ?? null;
}

/** The queries with which such a question begins. @param now seconds since the epoch */
function usualQueries(now: number): readonly FlowQuery<unknown>[] {
  const understood = understand(USUAL, { now, timeZone: 'UTC' });
  if (understood.kind !== 'question') throw new TypeError(`${USUAL} is no question`);
  const { request, verb } = understood;
  const scope = { request, now, flowLogs: null, network: null };
  return verb.analyzers.flatMap((analyzer) => Object.values(analyzer.needs(scope)));
}

function amount({ bytes: scanned, usd }: Estimate): string {
  return [scanned === null ? '' : bytes(scanned), usd === null ? '' : dollars(usd)]
    .filter((text) => text !== '')
    .join(', ');
}

function limitText({ limit, of, unit }: Overspend['budget']): string {
  const who = { question: 'one question', person: 'a person a day', everybody: 'everybody a day' };
  return `${who[of]} may scan ${unit === 'bytes' ? bytes(limit) : dollars(limit)}`;
}

/** @param now seconds since the epoch */
export async function budgetCheck(
  { name, engine }: Source,
  budgets: Budgets,
  now: number,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const about = `source ${name}`;
  const estimate = await engine.estimate?.(usualQueries(now), { signal });
  if (!estimate || estimate.usd === 0) return [];
  const said = amount(estimate);
  if (said === '')
    return [
      fine(
        about,
        `What a question about the last ${HOUR / 60} min scans cannot be told before it is asked: ${estimate.basis}.`,
      ),
    ];
  const scans = `A question about the last ${HOUR / 60} min begins with scanning ${said} (${estimate.basis})`;
  const passed = passedBudget(budgets, estimate);
  if (!passed) return [fine(about, `${scans}.`)];
  return [
    warning(
      about,
      `${scans}, and ${limitText(passed)}: whoever asks is asked first.`,
      'budgets: { question: { bytes: … } } in flows.config.yaml, or ask about shorter times: `last 15m`',
    ),
  ];
}
