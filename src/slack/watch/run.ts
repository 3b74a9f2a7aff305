/** One run of a watch: the question asked again for who watches, quietly. */
import type { Allowed } from '../../access/access.ts';
import { answer } from '../../commands/answer.ts';
import { rerunOf } from '../../commands/follow/rerun.ts';
import { plainText } from '../../commands/grammar/plain-text.ts';
import { VERBS } from '../../commands/index.ts';
import type { Answer } from '../../diagnosis/answer.ts';
import { overBudgetText } from '../../present/over-budget.ts';
import { watchNewsMessage } from '../../present/watch-messages.ts';
import type { RememberedQuestion } from '../../store/questions.ts';
import type { Watch, Watches } from '../../store/watches.ts';
import type { Desk } from '../desk.ts';
import { askingOf } from '../questions/asking.ts';
import { momentsOf, requestOf } from '../questions/remembered.ts';
import type { Run } from '../questions/running.ts';
import { FORGOTTEN, NOT_ALLOWED, watchAccess } from './access.ts';
import { type EndBecause, endWatch } from './end.ts';
import { tellNews } from './news.ts';
import { failedSight, isAnother, nextSight } from './sight.ts';

interface Asked {
  readonly answered: Answer;
  /** Seconds since the epoch. */
  readonly at: number;
}

/** Asks it as of now. Never rejects. */
async function askAgain(
  desk: Desk,
  { by }: Watch,
  question: RememberedQuestion,
  { sources, budgets }: Allowed,
  run: Run,
): Promise<Asked | null> {
  const request = requestOf(question);
  const verb = request && VERBS.find(({ name }) => name === request.verb);
  if (!request || verb?.kind !== 'question') return null;
  const moments = momentsOf(question, desk.now());
  const at = moments.now;
  const again = rerunOf(request, moments);
  const read = { kind: 'question', verb, request: again } as const;
  // Nobody is asked to spend more: a person who watches is not there.
  const asking = await askingOf(desk, read, { now: at, asker: by, sources, signal: run.signal, budgets });
  const answered = await answer(read, asking);
  return { answered, at };
}

/** What was asked is in the audit log as any question. */
function enterRun(
  { audit, now }: Desk,
  { id, by, channel, nextAt }: Watch,
  question: RememberedQuestion,
  answered: Answer,
) {
  const diagnosis = answered.kind === 'diagnosis' ? answered.diagnosis : null;
  return audit.enter({
    key: `${id}/${nextAt}`,
    at: now(),
    by: 'watch',
    channel,
    action: 'question',
    outcome: diagnosis ? 'done' : 'failed',
    what: question.text,
    sources: question.sources,
    bytes: diagnosis?.cost.bytesScanned ?? null,
    verdict: diagnosis?.verdict ?? null,
    note: `watched for ${by}`,
  });
}

export function createWatchRun(desk: Desk, watches: Watches): (watch: Watch) => Promise<void> {
  const { questions, running, work, timeZones, now, telemetry } = desk;

  async function end({ id }: Watch, because: EndBecause): Promise<void> {
    const { done } = await endWatch(work, id, because);
    await done;
  }

  async function tell(watch: Watch, question: RememberedQuestion, { answered, at }: Asked): Promise<void> {
    const { id, by, seen } = watch;
    switch (answered.kind) {
      case 'cancelled':
        // The bot is being stopped; the next run is another process's.
        return;
      case 'over-budget': {
        const { headline } = overBudgetText(answered.overspend);
        return end(watch, { kind: 'budget', because: headline });
      }
      case 'diagnosis': {
        const { diagnosis } = answered;
        const next = nextSight(seen, diagnosis);
        if (!isAnother(seen, diagnosis)) return watches.saw(id, next);
        const style = { timeZone: await timeZones.of(by) };
        const about = {
          by,
          question: plainText(question.text),
          before: seen,
          at,
          when: next.when,
          isMet: next.isMet,
        };
        return tellNews(work, watch, next, watchNewsMessage(about, diagnosis, style));
      }
      default:
        return watches.saw(id, failedSight(seen));
    }
  }

  async function live(watch: Watch, run: Run): Promise<void> {
    if (now() >= watch.until) return end(watch, { kind: 'over' });
    const question = await questions.get(watch.question);
    if (!question) return end(watch, { kind: 'withdrawn', because: FORGOTTEN });
    const access = await watchAccess(desk, watch, question);
    if (!access) return end(watch, { kind: 'withdrawn', because: NOT_ALLOWED });
    const asked = await run.turn(() => askAgain(desk, watch, question, access, run));
    if (!asked) return end(watch, { kind: 'withdrawn', because: FORGOTTEN });
    if (asked.answered.kind !== 'cancelled') await enterRun(desk, watch, question, asked.answered);
    await tell(watch, question, asked);
  }

  return (watch) => {
    const id = `${watch.id}/${watch.nextAt}`;
    return telemetry.follow({ id, kind: 'watch' }, () => running.track(id, (run) => live(watch, run)));
  };
}
