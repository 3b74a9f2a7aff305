/** Of what became of many connections, what is the answer. */
import type { Verdict } from '../../diagnosis/verdict.ts';
import type { Outcome } from './connection-outcome.ts';
import type { TracedConnection } from './traced-connection.ts';

type Broken = Exclude<Outcome, 'answered' | 'reset' | 'rejected'>;
const BROKEN: readonly Broken[] = ['idle', 'reply-lost', 'lost', 'unanswered', 'refused', 'out-of-sight'];

/** As many of the connections must fail for the failure to be the answer; fewer are intermittent, and few enough are noise. */
export const MOSTLY = 0.5;
const INTERMITTENT = 0.2;
/** Connections that sit idle are few by nature: so many resets after silence are a pattern. */
const IDLE_PATTERN = 2;

export interface Main {
  readonly outcome: Outcome;
  readonly share: number;
  readonly count: number;
}

export function mainOutcome(connections: readonly TracedConnection[]): Main {
  const counted = BROKEN.map((outcome) => {
    const count = connections.filter((one) => one.outcome === outcome).length;
    return { outcome, count, share: count / connections.length };
  });
  const idle = counted.find(({ outcome, count }) => outcome === 'idle' && count >= IDLE_PATTERN);
  if (idle) return idle;
  const worst = counted.reduce((most, one) => (one.count > most.count ? one : most));
  if (worst.share >= INTERMITTENT) return worst;
  const reset = connections.filter(({ outcome }) => outcome === 'reset').length;
  const outcome = reset * 2 >= connections.length ? 'reset' : 'answered';
  return { outcome, count: connections.length, share: 1 };
}

export const VERDICT_OF: Readonly<
  Record<Outcome, { readonly verdict: Verdict; readonly confidence: number }>
> = {
  answered: { verdict: 'app-level', confidence: 0.93 },
  reset: { verdict: 'app-level', confidence: 0.88 },
  refused: { verdict: 'port-closed', confidence: 0.94 },
  idle: { verdict: 'idle-timeout', confidence: 0.88 },
  unanswered: { verdict: 'no-reply', confidence: 0.88 },
  lost: { verdict: 'lost-in-path', confidence: 0.88 },
  'reply-lost': { verdict: 'return-path-lost', confidence: 0.9 },
  'out-of-sight': { verdict: 'not-logged', confidence: 0.65 },
  // Rejected connections are judged by the analysis of rejections; without a finding of it there is nothing to say here.
  rejected: { verdict: 'logs-incomplete', confidence: 0.3 },
};
