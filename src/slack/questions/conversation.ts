/** One question's life in a conversation: the message that shows it running, the work, and the answer. It goes on where a crash ended it. */
import { tmpdir } from 'node:os';
import type { Gate, Refused } from '../../access/access.ts';
import { plainText } from '../../commands/grammar/plain-text.ts';
import type { Answer } from '../../diagnosis/answer.ts';
import {
  type BlockForm,
  ephemeralMessage,
  notInvited,
  problemMessage,
  type SlackMessage,
} from '../../present/block-kit.ts';
import type { Audit } from '../../store/audit.ts';
import { createQuestions, type RememberedQuestion } from '../../store/questions.ts';
import { isStoreTrouble } from '../../store/trouble.ts';
import { questionFor } from '../access/seen.ts';
import type { TimeZones } from '../access/time-zones.ts';
import { offerOf } from '../buttons/answer-offer.ts';
import { defectMessage } from '../connection/defect.ts';
import { quoteHint } from '../connection/reference.ts';
import { withoutCredentials } from '../connection/secrets.ts';
import { type Failure, failureText } from '../delivery/failure.ts';
import { simpleForms } from '../delivery/forms.ts';
import type { Posted } from '../delivery/messenger.ts';
import { isNotInvited, problemOf } from '../delivery/problems.ts';
import type { TakenForms } from '../delivery/taken-forms.ts';
import type { Steps, Work } from '../delivery/work.ts';
import { whileHeard, whisperOf } from '../whispers.ts';
import type { AfterAnswer } from './after-answer.ts';
import { addFiles } from './answer-files.ts';
import { type AnsweringParts, createAnswering, runningMessage } from './answering.ts';
import { conclude } from './conclusion.ts';
import { isDrawn } from './picture.ts';
import type { Ask, Question, Whisper } from './question.ts';
import { resultFolder } from './result-folder.ts';
import type { Run } from './running.ts';

export interface ConversationParts extends AnsweringParts {
  readonly work: Work;
  /** Writes down how a question has ended. */
  readonly afterAnswer: AfterAnswer;
  readonly timeZones: TimeZones;
  /** Who may ask what. */
  readonly gate: Gate;
  readonly audit: Audit;
  readonly form: BlockForm;
  /** Which of the newer blocks Slack takes here. */
  readonly takenForms: TakenForms;
  /** Where results lie as files until Slack has them; the system's own place where it is not told. */
  readonly tempFolder?: string;
}

const KIND = 'question';
const STORE_AWAY = 'my store does not work just now: the answer follows as soon as it does';

function refusal({ text, place }: Question, failure: Failure): SlackMessage {
  const question = plainText(text);
  return isNotInvited(failure, place.channel)
    ? notInvited(question)
    : problemMessage({ ...problemOf(failure), question });
}

/** What failed says by what whoever runs the bot finds it in the log. What an SDK or a library put into its error is shown to the whole channel. */
function quotable(id: string, answer: Answer): Answer {
  if (answer.kind !== 'failure') return answer;
  const { happened, todo } = answer;
  return { ...answer, happened: withoutCredentials(happened), todo: `${todo} ${quoteHint(id)}` };
}

function rootOf({ channel, rootTs }: RememberedQuestion): Posted | null {
  return rootTs === null ? null : { channel, ts: rootTs };
}

export function createConversation(parts: ConversationParts): Ask {
  const { work, running, timeZones, gate, questions, now, form, log } = parts;
  const { afterAnswer, takenForms, tempFolder = tmpdir() } = parts;
  const answerOf = createAnswering(parts);
  const whisperTo = ({ id, place, askedBy }: Question): Whisper => whisperOf(parts, id, place, askedBy);

  /** Null where it is not known whether it was posted. */
  async function open(question: Question, steps: Steps): Promise<Posted | Failure | null> {
    const posted = await steps.post('root', question.place, simpleForms(runningMessage(question, null)));
    if (posted.ok) {
      await questions.tell(question.id, { rootTs: posted.value.ts });
      return posted.value;
    }
    log.warn({ question: question.id, failure: failureText(posted.failure) }, 'the question was not posted');
    return posted.failure.kind === 'unclear' ? null : posted.failure;
  }

  /** Shows that it is not answered to who asked, and nothing else: in its message, where that is there. */
  async function turnAway(
    { text }: Question,
    { because: problem, todo }: Refused,
    { shown, steps, whisper }: { shown: Posted | null; steps: Steps; whisper: Whisper },
  ): Promise<void> {
    const message = problemMessage({ problem, todo, question: plainText(text) });
    if (shown) await steps.replace(shown, simpleForms(message));
    return whisper(message);
  }

  async function live(question: Question, run: Run, whisper: Whisper, steps: Steps): Promise<void> {
    const { id, askedBy, place } = question;
    const remembered = await questions.get(id);
    if (!remembered) throw new TypeError(`the question ${id} was not written down`);
    const visitor = { user: askedBy, channel: place.channel };
    const access = await gate.admit(visitor);
    if (access.kind === 'refused') {
      await afterAnswer.refused(question, access.because);
      return turnAway(question, access, { shown: rootOf(remembered), steps, whisper });
    }
    const [root, timeZone] = await Promise.all([
      open(question, steps),
      remembered.asOf === null ? timeZones.of(askedBy) : remembered.timeZone,
    ]);
    if (root !== null && 'kind' in root) {
      await afterAnswer.failed(question, `Slack did not take the question: ${failureText(root)}`);
      return whisper(refusal(question, root));
    }

    const results = resultFolder(tempFolder, Math.floor(remembered.askedAt / 1000));
    const circumstances = { access, remembered, root, timeZone, save: results.save };
    const style = { timeZone };
    try {
      const answered = remembered.answer ?? quotable(id, await answerOf(question, run, circumstances));
      if (!remembered.answer) await afterAnswer.answered(question, access, answered);
      // It may have taken long, or a restart: what they may ask has changed meanwhile for some.
      const seen = await questionFor(parts, id, visitor, { key: `late/${id}`, action: 'question' });
      if (seen.kind === 'refused') return await turnAway(question, seen, { shown: root, steps, whisper });
      const undelivered = await conclude(steps, {
        ...{ answer: answered, askedBy, place, root, form, style },
        offer: offerOf(seen.question),
      });
      if (undelivered === null) log.info({ question: id, kind: answered.kind }, 'a question was answered');
      if (root !== null && (undelivered === null || undelivered.isAnswered)) {
        const to = { channel: root.channel, thread: place.thread ?? root.ts };
        const again = remembered.answer ? () => answerOf(question, run, circumstances) : null;
        const drawn = () => isDrawn(answered, form, style, takenForms);
        await addFiles({ steps, to, log }, { answered, style, results, again, isDrawn: drawn });
      }
      if (undelivered === null) return;
      const { failure, isAnswered } = undelivered;
      log.warn(
        { question: id, isAnswered, failure: failureText(failure) },
        'an answer was not taken by Slack',
      );
      if (!isAnswered) await whisper(ephemeralMessage(answered, style));
    } finally {
      await results.remove();
    }
  }

  async function tellOfDefect(question: Question, steps: Steps, error: unknown): Promise<void> {
    const { id, text } = question;
    const reason = error instanceof Error ? error.message : String(error);
    await afterAnswer.failed(question, `flows itself failed: ${reason}`);
    const message = defectMessage(error, plainText(text), id);
    const remembered = await questions.get(id);
    const root = remembered && rootOf(remembered);
    if (root) await steps.replace(root, simpleForms(message));
    else await whisperTo(question)(message);
  }

  /** Says why the message stands still, as far as the store tells which one it is. */
  async function tellOfStore(question: Question, steps: Steps): Promise<void> {
    const remembered = await questions.get(question.id);
    const root = remembered && rootOf(remembered);
    if (root) await steps.replace(root, simpleForms(runningMessage(question, STORE_AWAY)));
  }

  work.hire<Question>(
    KIND,
    async (id, question, steps) => {
      try {
        await running.track(id, (run) => live(question, run, whisperTo(question), steps));
      } catch (error) {
        // What cannot even be read now is said by the answer later.
        if (isStoreTrouble(error)) await tellOfStore(question, steps).catch(() => undefined);
        throw error;
      }
    },
    (_, question, steps, error) => tellOfDefect(question, steps, error),
  );

  return async (question, whisper) => {
    const { id, text, askedBy, via, place } = question;
    const asked = {
      ...{ id, text, askedBy, via, ...place },
      timeZone: timeZones.known(askedBy) ?? 'UTC',
      askedAt: now(),
    };
    async function begin() {
      const taken = await work.take(KIND, id, question, (on) => createQuestions(on).enter(asked));
      const { isNew } = taken;
      log.info({ question: id, via, by: askedBy, channel: place.channel, isNew }, 'a question was taken on');
      return taken;
    }
    return whisper ? whileHeard(parts, id, whisper, begin) : begin();
  };
}
