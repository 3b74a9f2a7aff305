/** Asks whoever sits at the terminal before something is scanned that passes a budget. */
import type { Overspend } from '../diagnosis/overspend.ts';
import type { Decision, Spending } from '../investigation/question-spending.ts';
import { overBudgetText } from '../present/over-budget.ts';
import { forTerminal } from '../present/untrusted.ts';
import { writeLine } from './print.ts';
import type { Terminal } from './terminal.ts';

const STOPPED: Decision = { kind: 'stop', because: 'it was not to be scanned' };

function decisionOf(typed: string, canNarrow: boolean): Decision | undefined {
  const word = typed.trim().toLowerCase();
  if (word === '') return undefined;
  if ('yes'.startsWith(word)) return { kind: 'go-on' };
  if (canNarrow && 'narrow'.startsWith(word)) return { kind: 'narrow' };
  return 'stop'.startsWith(word) ? STOPPED : undefined;
}

/** How a question gets its decision: from a person, or from nobody. */
export function decider({ stderr, ask }: Pick<Terminal, 'stderr' | 'ask'>): Pick<Spending, 'decide'> {
  if (!ask) return {};

  async function decide(overspend: Overspend): Promise<Decision> {
    const { headline, because, shorter } = overBudgetText(overspend);
    for (const line of [headline, ...because]) writeLine(stderr, forTerminal(line));
    const narrow = shorter === null ? '' : ` / [n]arrow to the last ${shorter}`;
    for (;;) {
      const typed = await ask?.(`Scan it? [y]es${narrow} / [s]top `);
      // The end of the input is no yes.
      if (typed === null || typed === undefined) return STOPPED;
      const decision = decisionOf(typed, shorter !== null);
      if (decision) return decision;
    }
  }
  return { decide };
}
