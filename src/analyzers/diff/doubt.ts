/** Why two windows cannot be compared, or not wholly: nothing was written, records do not reach far enough, or the log keeps one action only. */
import type { Finding } from '../../diagnosis/diagnosis.ts';
import { keptBy } from '../../network/find/flow-log-cover.ts';
import type { Scope } from '../analyzer.ts';
import { askedWords, kindWords } from '../asked-words.ts';
import type { CoverageRow } from '../coverage.ts';
import { incomplete } from '../incomplete.ts';
import { notLogged } from '../not-logged.ts';
import { TRAFFIC_ROWS } from './traffic.ts';
import { bothWindows, type Compared } from './windows.ts';
import { clockTime } from './words.ts';

export interface DoubtFacts {
  readonly scope: Scope;
  readonly compared: Compared;
  readonly before: readonly CoverageRow[];
  readonly after: readonly CoverageRow[];
  /** The newest record of all, seconds since the epoch; null where it was not looked for or there is none. */
  readonly newestEver: number | null;
  /** Some traffic that was asked about was found. */
  readonly isSeen: boolean;
}

function cannot(summary: string, nextCheck: string): Finding {
  return {
    verdict: 'logs-incomplete',
    confidence: 0.85,
    summary,
    blocker: null,
    evidence: [{ kind: 'absence', lookedFor: 'records to compare', where: 'one of the two windows' }],
    nextCheck,
  };
}

function unseen({ scope, after }: DoubtFacts): Finding {
  const of = askedWords(scope.request);
  return (
    notLogged({
      scope,
      lookedFor: 'traffic',
      isSeen: false,
      hasRecords: after.length > 0,
      recordsWithField: null,
    }) ?? {
      verdict: 'no-records',
      confidence: 0.7,
      summary: `No ${kindWords(scope.request)}traffic${of} is recorded in either window, while other traffic is: there is nothing to compare`,
      blocker: null,
      evidence: [{ kind: 'absence', lookedFor: `traffic${of}`, where: 'both windows' }],
      nextCheck: 'Ask about more traffic, or for longer windows.',
    }
  );
}

/** What stands in the place of an answer; undefined where the windows can be compared. */
export function doubt(facts: DoubtFacts): Finding | undefined {
  const { scope, compared, before, after, newestEver, isSeen } = facts;
  if (after.length === 0) {
    return incomplete({ scope, coverage: after, interfaceIds: new Set(), newestEver, otherwise: 'nothing' });
  }
  if (before.length === 0) {
    return cannot(
      'No interface wrote a record in the earlier window, so what was usual is not known and nothing can be called new',
      'Compare with a window in which records were written, such as the one right before (`vs before`), or begin later.',
    );
  }
  if (compared.after.end <= compared.after.start) {
    return cannot(
      `Records reach just past ${clockTime(compared.after.start)}, so the later window cannot be judged yet`,
      'Ask again in ten minutes: flow logs are delivered 5 to 15 minutes after the traffic.',
    );
  }
  return isSeen ? undefined : unseen(facts);
}

/** What a reader should know of how far the comparison goes. */
export function caveats({ scope, compared }: DoubtFacts, cutOff: boolean): readonly string[] {
  const { after } = bothWindows(scope.request);
  const kept = keptBy((scope.flowLogs ?? []).filter(({ active }) => active));
  const missing = after.end - compared.after.end;
  return [
    ...(missing > 2 * compared.slotSeconds
      ? [
          `Records are complete until ${clockTime(compared.after.end)}: the later window is judged up to there, and what came after it is not counted.`,
        ]
      : []),
    ...(cutOff
      ? [
          `There are more than ${TRAFFIC_ROWS.toLocaleString('en')} conversations, so the list was cut off: nothing is said of what is absent from it, nor of flips and amounts. Name a host, a port or a shorter time.`,
        ]
      : []),
    ...(kept === 'ACCEPT' || kept === 'REJECT'
      ? [
          `The flow log keeps ${kept} only: what vanished from it may be ${kept === 'ACCEPT' ? 'rejected' : 'accepted'} now, and what appeared may have been so before.`,
        ]
      : []),
  ];
}
