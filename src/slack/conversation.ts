/** One question's life in a conversation: the message that shows it running, the work, and the answer. */
import { tmpdir } from 'node:os';
import type { Logger } from 'pino';
import type { Access, Gate } from '../access/access.ts';
import { answer, type Reading, understand } from '../commands/answer.ts';
import { plainText } from '../commands/grammar/plain-text.ts';
import { VERBS } from '../commands/index.ts';
import type { Understood } from '../commands/verb.ts';
import type { Answer } from '../diagnosis/answer.ts';
import type { Ledger } from '../diagnosis/ledger.ts';
import type { Overspend } from '../diagnosis/overspend.ts';
import type { Decision } from '../investigation/question-spending.ts';
import { createRecentWindows } from '../investigation/recent-windows.ts';
import type { SaveFile } from '../investigation/result-file.ts';
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
import type { Questions } from '../store/questions.ts';
import type { Address } from './address.ts';
import type { AfterAnswer } from './after-answer.ts';
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
import type { Ask, Question, Whisper } from './question.ts';
import { MOST_BYTES, type ResultFolder, resultFolder } from './result-folder.ts';
import type { Run, Running } from './running.ts';
import type { TimeZones } from './time-zones.ts';

export interface ConversationParts {
  readonly messenger: Messenger;
  readonly running: Running;
  readonly timeZones: TimeZones;
  /** Who may ask what. */
  readonly gate: Gate;
  readonly questions: Questions;
  /** What was scanned, against the budgets of a day. */
  readonly ledger: Ledger;
  /** Writes down how a question has ended. */
  readonly afterAnswer: AfterAnswer;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  readonly form: BlockForm;
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
  readonly access: Access & { readonly kind: 'allowed' };
  readonly root: Posted | null;
  readonly reading: Reading;
  readonly save: SaveFile;
}

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
  const { messenger, running, timeZones, gate, questions, ledger, now, monotonic, form, log, lookUp } = parts;
  const { afterAnswer, tempFolder = tmpdir() } = parts;
  const recentWindows = createRecentWindows();

  /** What is asked, as of the moment at which the same was asked just before. */
  function understood(
    { text, request: told }: Question,
    reading: Reading,
  ): { readonly read: Understood; readonly now: number } {
    const verb = told && VERBS.find(({ name }) => name === told.verb);
    const read: Understood =
      told && verb?.kind === 'question'
        ? { kind: 'question', verb, request: told }
        : understand(text, reading);
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

  async function work(
    question: Question,
    run: Run,
    { access, root, reading, save }: Circumstances,
  ): Promise<Answer> {
    const { text, askedBy } = question;
    const { sources, budgets } = access;
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
    const answering = run.turn(async () => {
      const { read, now: asOf } = understood(question, reading);
      if (read.kind === 'question') await questions.tell(question.id, { request: read.request });
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

  async function live(question: Question, run: Run, whisper: Whisper): Promise<void> {
    const { id, askedBy, place } = question;
    const at = Math.floor(now() / 1000);
    const access = await gate.admit({ user: askedBy, channel: place.channel });
    if (access.kind === 'refused') {
      const { because: problem, todo } = access;
      await afterAnswer.refused(question, problem);
      return whisper(problemMessage({ problem, todo, question: plainText(question.text) }));
    }
    const [root, timeZone] = await Promise.all([open(question), timeZones.of(askedBy)]);
    if (root !== null && !('kind' in root)) await questions.tell(id, { rootTs: root.ts });
    if (root !== null && 'kind' in root) {
      await afterAnswer.failed(question, `Slack did not take the question: ${failureText(root)}`);
      return whisper(refusal(question, root));
    }

    const results = resultFolder(tempFolder, at);
    try {
      const reading = { now: at, timeZone };
      const answered = await work(question, run, { access, root, reading, save: results.save });
      await afterAnswer.answered(question, access, answered);
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
      await afterAnswer.failed(
        question,
        `flows itself failed: ${error instanceof Error ? error.message : String(error)}`,
      );
      const message = defectMessage(error, plainText(question.text));
      if (root) await messenger.replace(root, simpleForms(message));
      else await whisper(message);
    } finally {
      await results.remove();
    }
  }

  function whisperTo({ askedBy, place }: Question): Whisper {
    return async (message) => {
      const told = await messenger.whisper(place, askedBy, message);
      if (!told.ok) log.error({ failure: failureText(told.failure) }, 'a person could not be told');
    };
  }

  return async (question, whisper = whisperTo(question)) => {
    const { id, text, askedBy, via, place } = question;
    const isNew = await questions.enter({
      ...{ id, text, askedBy, via, ...place },
      timeZone: timeZones.known(askedBy) ?? 'UTC',
      askedAt: now(),
    });
    const done = isNew ? running.track(id, (run) => live(question, run, whisper)) : Promise.resolve();
    return { isNew, done };
  };
}
