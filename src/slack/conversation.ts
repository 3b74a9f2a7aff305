/** One question's life in a conversation: the message that shows it running, the work, and the answer. */
import { tmpdir } from 'node:os';
import type { Logger } from 'pino';
import { answer, type Reading, understand } from '../commands/answer.ts';
import { plainText } from '../commands/grammar/plain-text.ts';
import type { Understood } from '../commands/verb.ts';
import type { Answer } from '../diagnosis/answer.ts';
import type { Overspend } from '../diagnosis/overspend.ts';
import type { Budgets } from '../investigation/budget.ts';
import { createLedger } from '../investigation/ledger.ts';
import type { Decision } from '../investigation/question-spending.ts';
import { createRecentWindows } from '../investigation/recent-windows.ts';
import type { SaveFile } from '../investigation/result-file.ts';
import type { Source } from '../investigation/source.ts';
import {
  type BlockForm,
  ephemeralMessage,
  notInvited,
  problemMessage,
  questionMessage,
  type SlackMessage,
} from '../present/block-kit.ts';
import type { TimeStyle } from '../present/time.ts';
import type { AddressLookup } from '../record/address-facts.ts';
import type { Address } from './address.ts';
import { askToSpend } from './ask-to-spend.ts';
import { attach, tellTooLarge } from './attachments.ts';
import { conclude } from './conclusion.ts';
import type { Decisions } from './decisions.ts';
import { defectMessage } from './defect.ts';
import { type Failure, failureText } from './failure.ts';
import { simpleForms } from './forms.ts';
import type { Messenger, Posted } from './messenger.ts';
import { pictureOf } from './picture.ts';
import { isNotInvited, problemOf } from './problems.ts';
import { showProgress } from './progress.ts';
import { MOST_BYTES, type ResultFolder, resultFolder } from './result-folder.ts';
import type { Run, Running } from './running.ts';
import type { TimeZones } from './time-zones.ts';

interface Question {
  /** What the Cancel button carries: unique among the questions of this process. */
  readonly id: string;
  /** As Slack delivered it: untrusted. */
  readonly text: string;
  /** A Slack user id. */
  readonly askedBy: string;
  readonly place: Address;
  /** Shows a message to that person alone. Never rejects. */
  readonly whisper: (message: SlackMessage) => Promise<void>;
}

export interface ConversationParts {
  readonly messenger: Messenger;
  readonly running: Running;
  readonly timeZones: TimeZones;
  readonly sources: readonly Source[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  readonly form: BlockForm;
  /** What may be scanned without asking; without it, there is no limit. */
  readonly budgets?: Budgets | undefined;
  readonly decisions: Decisions;
  /** How long a question waits for a decision, milliseconds. */
  readonly patience: number;
  readonly log: Logger;
  /** Tells who public addresses are, where something can. */
  readonly lookUp?: AddressLookup;
  /** Where results lie as files until Slack has them; the system's own place where it is not told. */
  readonly tempFolder?: string;
}

interface Circumstances {
  readonly root: Posted | null;
  readonly reading: Reading;
  readonly save: SaveFile;
}

/** Answers a question in its conversation. What goes wrong is said there; rejects only where even that fails. */
export type Ask = (question: Question) => Promise<void>;

/** Rejects with the reason when the signal is aborted; for what may not react to the signal itself. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function cancelled(question: string, reason: unknown): Answer {
  return { kind: 'cancelled', question, because: reason instanceof Error ? reason.message : String(reason) };
}

function runningMessage({ id, text, askedBy }: Question, progress: string | null): SlackMessage {
  return questionMessage({ question: plainText(text), askedBy, progress, cancelValue: id });
}

export function createConversation(parts: ConversationParts): Ask {
  const { messenger, running, timeZones, sources, now, monotonic, form, budgets, log, lookUp } = parts;
  const { tempFolder = tmpdir() } = parts;
  const recentWindows = createRecentWindows();
  const ledger = createLedger(() => Math.floor(now() / 1000));

  /** What is asked, as of the moment at which the same was asked just before. */
  function understood(text: string, reading: Reading): { readonly read: Understood; readonly now: number } {
    const read = understand(text, reading);
    if (read.kind !== 'question') return { read, now: reading.now };
    const { request, now } = recentWindows.settle(read.request, reading.now);
    return { read: { ...read, request }, now };
  }

  function refusal(question: Question, failure: Failure): SlackMessage {
    const text = plainText(question.text);
    return isNotInvited(failure, question.place.channel)
      ? notInvited(text)
      : problemMessage({ ...problemOf(failure), question: text });
  }

  /** Null where it is not known whether it was posted. */
  async function open(question: Question): Promise<Posted | Failure | null> {
    const posted = await messenger.post(question.place, simpleForms(runningMessage(question, null)));
    if (posted.ok) return posted.value;
    log.warn({ question: question.id, failure: failureText(posted.failure) }, 'the question was not posted');
    return posted.failure.kind === 'unclear' ? null : posted.failure;
  }

  async function work(question: Question, run: Run, { root, reading, save }: Circumstances): Promise<Answer> {
    const { text, askedBy } = question;
    let isAsking = false;
    const progress = showProgress({
      monotonic,
      sharers: () => running.count,
      ahead: () => run.ahead,
      show: (latest) =>
        root && !isAsking ? messenger.replaceIfFree(root, runningMessage(question, latest)) : null,
    });

    async function decide(overspend: Overspend): Promise<Decision | null> {
      // Without a message there is nowhere to ask, and what would pass a budget is not run.
      if (root === null) return null;
      isAsking = true;
      const onDecided = async () => {
        isAsking = false;
        await messenger.replace(root, simpleForms(runningMessage(question, null)));
      };
      const waiting = { id: question.id, question: plainText(text), askedBy, run, root, onDecided };
      return askToSpend(parts, waiting, overspend);
    }

    const { signal } = run;
    const asking = {
      monotonic,
      sources,
      signal,
      onProgress: progress.note,
      asker: askedBy,
      ...(budgets ? { spending: { budgets, ledger, decide } } : {}),
      ...(lookUp ? { lookUp } : {}),
      save,
    };
    const answering = run.turn(() => {
      const { read, now: asOf } = understood(text, reading);
      return answer(read, { ...asking, now: asOf });
    });
    try {
      return await Promise.race([answering, aborted(signal)]);
    } catch (error) {
      if (signal.aborted) return cancelled(plainText(text), signal.reason);
      throw error;
    } finally {
      progress.stop();
    }
  }

  /** What goes wrong with a picture or a file costs nobody the answer, which is there already. */
  async function addFiles(answered: Answer, style: TimeStyle, to: Address, results: ResultFolder) {
    const attaching = { messenger, to, log };
    try {
      const picture = await pictureOf(answered, style);
      if (picture) await attach(attaching, 'picture', picture);
      const file = answered.kind === 'diagnosis' ? answered.diagnosis.file : undefined;
      if (file && file.bytes > MOST_BYTES) await tellTooLarge(attaching, file);
      else if (file) await attach(attaching, 'file', await results.attachment(file));
    } catch (error) {
      log.error({ err: error }, 'a picture or file could not be added');
    }
  }

  async function live(question: Question, run: Run): Promise<void> {
    const { id, askedBy, place, whisper } = question;
    const at = Math.floor(now() / 1000);
    const [root, timeZone] = await Promise.all([open(question), timeZones.of(askedBy)]);
    if (root !== null && 'kind' in root) return whisper(refusal(question, root));

    const results = resultFolder(tempFolder, at);
    try {
      const reading = { now: at, timeZone };
      const answered = await work(question, run, { root, reading, save: results.save });
      const style = { timeZone };
      const undelivered = await conclude(messenger, {
        answer: answered,
        askedBy,
        place,
        root,
        form,
        style,
      });
      log.info({ question: id, kind: answered.kind }, 'a question was answered');
      if (root !== null && (undelivered === null || undelivered.isAnswered))
        await addFiles(answered, style, { channel: root.channel, thread: place.thread ?? root.ts }, results);
      if (undelivered === null) return;
      const { failure, isAnswered } = undelivered;
      log.warn(
        { question: id, isAnswered, failure: failureText(failure) },
        'an answer was not taken by Slack',
      );
      if (!isAnswered) await whisper(ephemeralMessage(answered, style));
    } catch (error) {
      log.error({ question: id, err: error }, 'a question was not answered');
      const message = defectMessage(error, plainText(question.text));
      if (root) await messenger.replace(root, simpleForms(message));
      else await whisper(message);
    } finally {
      await results.remove();
    }
  }

  return (question) => running.track(question.id, (run) => live(question, run));
}
