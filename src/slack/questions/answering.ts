/** The costly part of a question: read once, as of one moment, then answered when it is its turn, while its message shows what it does. */
import type { Allowed } from '../../access/access.ts';
import { mayBePutTo } from '../../access/origin.ts';
import { answer, understand } from '../../commands/answer.ts';
import { plainText } from '../../commands/grammar/plain-text.ts';
import { VERBS } from '../../commands/index.ts';
import type { Understood } from '../../commands/verb.ts';
import type { Answer } from '../../diagnosis/answer.ts';
import type { Overspend } from '../../diagnosis/overspend.ts';
import type { Decision } from '../../investigation/question-spending.ts';
import { createRecentWindows } from '../../investigation/recent-windows.ts';
import type { SaveFile } from '../../investigation/result-file.ts';
import { questionMessage, type SlackMessage } from '../../present/block-kit.ts';
import { abortable } from '../../query/heed.ts';
import type { Request } from '../../query/request.ts';
import type { Questions, RememberedQuestion } from '../../store/questions.ts';
import { simpleForms } from '../delivery/forms.ts';
import { Interrupted } from '../delivery/interrupted.ts';
import type { Posted } from '../delivery/messenger.ts';
import type { wait } from '../wait.ts';
import type { Admission } from './admission.ts';
import { createAlike } from './alike.ts';
import { type AskToSpendParts, askToSpend } from './ask-to-spend.ts';
import { type AskingParts, askingOf } from './asking.ts';
import { showProgress } from './progress.ts';
import type { Question } from './question.ts';
import { requestOf } from './remembered.ts';
import type { Run, Running } from './running.ts';

/** What is shown meanwhile. */
const FOLLOWING = { text: 'others ask the same, and whoever has their turn first asks for all of you' };
/** Of these nothing is left that others who ask the same would find. */
const FRUITLESS: ReadonlySet<Answer['kind']> = new Set(['cancelled', 'failure', 'over-budget']);

export interface AnsweringParts extends AskToSpendParts, AskingParts {
  readonly running: Running;
  readonly admission: Admission;
  readonly questions: Questions;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly waitFor?: typeof wait;
}

interface Circumstances {
  readonly access: Allowed;
  readonly remembered: RememberedQuestion;
  /** Null where there is none. */
  readonly root: Posted | null;
  /** IANA name. */
  readonly timeZone: string;
  readonly save: SaveFile;
}

export interface Answering {
  /**
   * Never rejects for what a source does, nor where the question is stopped: that is an answer too.
   *
   * @throws Interrupted where it is left to another process
   */
  answerTo(question: Question, run: Run, circumstances: Circumstances): Promise<Answer>;
  /** Whether the same is being answered, or was just now, so that it takes nothing to answer it again. */
  isKnown(question: Question, reading: { readonly at: number; readonly timeZone: string }): boolean;
}

/** What is asked, and as of when, seconds since the epoch. */
interface Meaning {
  readonly read: Understood;
  readonly asOf: number;
}

/** What another process goes on with has no answer here, not even that it was stopped. */
function leaveIfInterrupted({ reason }: AbortSignal): void {
  if (reason instanceof Interrupted) throw reason;
}

function cancelled(question: string, reason: unknown): Answer {
  return { kind: 'cancelled', question, because: reason instanceof Error ? reason.message : String(reason) };
}

/** A request as what its verb asks; null where no verb asks anything of that name. */
function asked(request: Request): Understood | null {
  const verb = VERBS.find(({ name }) => name === request.verb);
  return verb?.kind === 'question' ? { kind: 'question', verb, request } : null;
}

export function runningMessage({ id, text, askedBy }: Question, progress: string | null): SlackMessage {
  return questionMessage({ question: plainText(text), askedBy, progress, cancelValue: id });
}

export function createAnswering(parts: AnsweringParts): Answering {
  const { messenger, running, admission, questions, monotonic, now, waitFor } = parts;
  const recentWindows = createRecentWindows();
  const alike = createAlike(now);

  /** What it meant when it was read before, or means as of the moment at which the same was asked just before. */
  async function meaningOf(
    { id, text, request: told }: Question,
    { access, remembered, timeZone }: Circumstances,
  ): Promise<Meaning> {
    const at = Math.floor(remembered.askedAt / 1000);
    const request = requestOf(remembered) ?? told;
    const read = (request && asked(request)) ?? understand(text, { now: remembered.asOf ?? at, timeZone });
    if (remembered.asOf !== null) return { read, asOf: remembered.asOf };
    if (read.kind !== 'question') {
      await questions.tell(id, { asOf: at, timeZone });
      return { read, asOf: at };
    }
    const settled = recentWindows.settle(read.request, at);
    // Before anything is known of them, so that whatever becomes of it is shown to nobody who may not ask them.
    const sources = mayBePutTo(settled.request, access.sources);
    await questions.tell(id, { request: settled.request, asOf: settled.now, timeZone, sources });
    return { read: { ...read, request: settled.request }, asOf: settled.now };
  }

  async function answerTo(question: Question, run: Run, circumstances: Circumstances): Promise<Answer> {
    const { id, text, askedBy } = question;
    const { access, remembered, root, save } = circumstances;
    if (remembered.stopped !== null) return cancelled(plainText(text), remembered.stopped);
    const { sources, budgets } = access;
    let isAsking = false;
    const progress = showProgress({
      ...{ monotonic, waitFor },
      sharers: () => running.count,
      ahead: () => run.ahead,
      show: (latest) =>
        root && !isAsking ? messenger.replaceIfFree(root, runningMessage(question, latest)) : null,
    });

    async function decide(read: Understood, overspend: Overspend): Promise<Decision | null> {
      // Without a message there is nowhere to ask, and what would pass a budget is not run.
      if (root === null) return null;
      if (read.kind === 'question') alike.release(read.request);
      isAsking = true;
      const onDecided = async () => {
        isAsking = false;
        await messenger.replace(root, simpleForms(runningMessage(question, null)));
      };
      const waiting = { id: question.id, question: plainText(text), askedBy, run, root, onDecided };
      return askToSpend(parts, waiting, overspend);
    }

    const { signal } = run;

    async function answering(): Promise<Answer> {
      const { read, asOf } = await meaningOf(question, circumstances);
      const work = async () => {
        admission.leave(id);
        const asking = {
          ...{ now: asOf, asker: askedBy, sources, signal, budgets },
          decide: (overspend: Overspend) => decide(read, overspend),
        };
        return answer(read, { ...(await askingOf(parts, read, asking)), onProgress: progress.note, save });
      };
      if (read.kind !== 'question') return work();
      const onFollowing = () => {
        admission.leave(id);
        progress.note(FOLLOWING);
      };
      const isFound = ({ kind }: Answer) => !FRUITLESS.has(kind);
      return alike.turn({ request: read.request, sources, askedBy, run, onFollowing, isFound }, work);
    }

    try {
      // What it waits for may not react to the signal itself.
      const answered = await abortable(answering(), signal);
      if (answered.kind === 'cancelled') leaveIfInterrupted(signal);
      return answered;
    } catch (error) {
      leaveIfInterrupted(signal);
      if (signal.aborted) return cancelled(plainText(text), signal.reason);
      throw error;
    } finally {
      progress.stop();
    }
  }

  return {
    answerTo,
    isKnown({ text, request: told }, { at, timeZone }) {
      const read = (told && asked(told)) ?? understand(text, { now: at, timeZone });
      return read.kind === 'question' && alike.isKnown(recentWindows.like(read.request, at).request);
    },
  };
}
