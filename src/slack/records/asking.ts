/** Reads the records behind an answer: as a question does, with its turn, its budgets and its entry in the audit log, but into a modal. */
import type { Allowed } from '../../access/access.ts';
import { answer } from '../../commands/answer.ts';
import { recordsOf } from '../../commands/follow/kindred.ts';
import { requestText } from '../../commands/follow/request-text.ts';
import { records } from '../../commands/records.ts';
import type { Answer } from '../../diagnosis/answer.ts';
import type { Request } from '../../query/request.ts';
import type { RememberedQuestion } from '../../store/questions.ts';
import type { Desk } from '../desk.ts';
import { askedSources } from '../questions/asked-sources.ts';
import { requestOf } from '../questions/remembered.ts';

/** Twenty pages; whoever wants more wants the file. */
const MOST_ROWS = 300;

export interface RecordsWanted {
  /** What asked for them, the same when it is delivered twice. */
  readonly id: string;
  /** The modal's. */
  readonly view: string;
  readonly by: string;
  readonly channel: string;
  readonly access: Allowed;
  readonly request: Request;
}

/** By which a modal's question can be stopped. */
export function runOf(view: string): string {
  return `records ${view}`;
}

/** What is asked for a modal; null where the question was not read as one. */
export function recordsRequest(
  question: RememberedQuestion,
  rejected: boolean,
  clock: { readonly now: number; readonly timeZone: string },
): Request | null {
  const about = requestOf(question);
  if (!about) return null;
  const request = recordsOf({ ...about, ...(rejected ? { action: 'REJECT' } : {}) }, MOST_ROWS);
  return { ...request, text: requestText(request, clock) };
}

async function enter({ audit, now }: Desk, wanted: RecordsWanted, answered: Answer): Promise<void> {
  const { id: key, by, channel, access, request } = wanted;
  const isDone = answered.kind === 'diagnosis';
  await audit.enter({
    ...{ key, by, channel },
    at: now(),
    action: 'records',
    outcome: isDone ? 'done' : 'failed',
    what: request.text,
    sources: askedSources(answered, request, access.sources),
    bytes: isDone ? answered.diagnosis.cost.bytesScanned : null,
    verdict: null,
    note: isDone ? null : answered.kind,
  });
}

/** Nobody is asked about a budget in a modal: what would pass one comes back as not run. */
export async function askRecords(desk: Desk, wanted: RecordsWanted): Promise<Answer> {
  const { running, ledger, now, monotonic } = desk;
  const { view, by, access, request } = wanted;
  const { sources, budgets } = access;
  const answers: Answer[] = [];
  await running.track(runOf(view), async ({ signal, turn }) => {
    const asking = {
      now: Math.floor(now() / 1000),
      ...{ monotonic, sources, signal, asker: by },
      ...(budgets ? { spending: { budgets, ledger } } : {}),
    };
    try {
      answers.push(await turn(() => answer({ kind: 'question', verb: records, request }, asking)));
    } catch (error) {
      if (!signal.aborted) throw error;
      answers.push({ kind: 'cancelled', question: request.text, because: 'it was not its turn yet.' });
    }
  });
  const [answered] = answers;
  if (!answered) throw new TypeError('the records were not asked for');
  await enter(desk, wanted, answered);
  return answered;
}
