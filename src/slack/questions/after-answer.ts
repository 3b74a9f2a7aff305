/** What is written down when a question has ended: its answer with the sources it comes from, their health, and the deed in the audit log. */
import type { Logger } from 'pino';
import type { Allowed } from '../../access/access.ts';
import { plainText } from '../../commands/grammar/plain-text.ts';
import type { Answer } from '../../diagnosis/answer.ts';
import type { Audit, Deed } from '../../store/audit.ts';
import type { Questions } from '../../store/questions.ts';
import type { SourceHealth } from '../../store/source-health.ts';
import { currentTrail } from '../../telemetry/trail.ts';
import type { Metrics } from '../health/metrics.ts';
import { verbOf } from '../health/verb-label.ts';
import { askedSources, outcomesOf } from './asked-sources.ts';
import { heardOfSources } from './heard-of-sources.ts';
import type { Question } from './question.ts';
import { requestOf } from './remembered.ts';

export interface AfterAnswerParts {
  readonly questions: Questions;
  readonly audit: Audit;
  readonly health: SourceHealth;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'ended'>;
}

export interface AfterAnswer {
  /** Before anybody sees it. The same question again changes nothing in the audit log. @throws where the store fails: then it may not be shown */
  answered(question: Question, access: Allowed, answer: Answer): Promise<void>;
  /** The person may not ask it there. Never rejects. */
  refused(question: Question, because: string): Promise<void>;
  /** There will be no answer. Never rejects. */
  failed(question: Question, because: string): Promise<void>;
}

type Ending = Pick<Deed, 'outcome' | 'bytes' | 'verdict' | 'note'>;

function endingOf(answer: Answer): Ending {
  switch (answer.kind) {
    case 'diagnosis': {
      const { verdict, cost } = answer.diagnosis;
      return { outcome: 'done', bytes: cost.bytesScanned, verdict, note: null };
    }
    case 'explanation':
    case 'help':
      return { outcome: 'done', bytes: null, verdict: null, note: null };
    case 'mistake':
      return { outcome: 'failed', bytes: null, verdict: null, note: answer.problem };
    case 'failure': {
      const note = `Could not ${answer.attempted}: ${answer.happened}`;
      return { outcome: 'failed', bytes: null, verdict: null, note };
    }
    case 'over-budget': {
      const { spent, budget } = answer.overspend;
      return { outcome: 'refused', bytes: spent.bytes, verdict: null, note: `Over the budget: ${budget.of}` };
    }
    case 'cancelled':
      return { outcome: 'failed', bytes: null, verdict: null, note: `Stopped: ${answer.because}` };
  }
}

export function createAfterAnswer({
  questions,
  audit,
  health,
  now,
  log,
  metrics,
}: AfterAnswerParts): AfterAnswer {
  function enter({ id, askedBy, place, text }: Question, sources: readonly string[], ending: Ending) {
    return audit.enter({
      ...{ key: `question/${id}`, at: now(), by: askedBy, channel: place.channel },
      ...{ action: 'question', what: plainText(text), sources },
      ...ending,
    });
  }

  function measure(
    { id, text, via }: Question,
    { outcome, verdict }: Ending,
    kind: Answer['kind'] | null,
    askedAt: number | null,
  ) {
    const verb = verbOf(plainText(text));
    // A clock that was put back tells no duration below none.
    const seconds = askedAt === null ? null : Math.max(0, (now() - askedAt) / 1000);
    metrics.ended({ verb, outcome, seconds });
    currentTrail()?.span.set({ 'flows.verb': verb, 'flows.via': via, 'flows.outcome': outcome });
    log.info({ question: id, via, verb, outcome, kind, verdict, seconds }, 'a question has ended');
  }

  async function enterAnyway(question: Question, ending: Ending): Promise<void> {
    measure(question, ending, null, null);
    try {
      await enter(question, [], ending);
    } catch (error) {
      const { outcome } = ending;
      log.error({ err: error, question: question.id, outcome }, 'the audit log could not be written');
    }
  }

  return {
    async answered(question, { sources: allowed }, answer) {
      const { id } = question;
      const remembered = await questions.get(id);
      const request = remembered && requestOf(remembered);
      const sources = askedSources(answer, request, allowed);
      const at = now();
      const put = outcomesOf(answer).map(({ name }) => name);
      const ending = endingOf(answer);
      // Before it is remembered as answered, after which it is not answered again: a process that is killed in between would leave no deed.
      await enter(question, put.length > 0 ? put : sources, ending);
      await questions.tell(id, { answer, sources, answeredAt: at });
      measure(question, ending, answer.kind, remembered?.askedAt ?? null);
      try {
        await health.note(heardOfSources(answer, sources, at));
      } catch (error) {
        // What is shown of sources may be older than it could be; the answer is none the worse.
        log.warn({ err: error, question: id }, 'the health of the sources was not noted');
      }
    },
    refused: (question, note) =>
      enterAnyway(question, { outcome: 'refused', bytes: null, verdict: null, note }),
    failed: (question, note) =>
      enterAnyway(question, { outcome: 'failed', bytes: null, verdict: null, note }),
  };
}
