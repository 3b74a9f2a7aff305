/** One question's life in a conversation: the message that shows it running, the work, and the answer. It goes on where a crash ended it. */
import { tmpdir } from 'node:os';
import type { Gate } from '../../access/access.ts';
import type { Answer } from '../../diagnosis/answer.ts';
import { type BlockForm, ephemeralMessage } from '../../present/block-kit.ts';
import type { Audit } from '../../store/audit.ts';
import { createQuestions, type RememberedQuestion } from '../../store/questions.ts';
import { isStoreTrouble } from '../../store/trouble.ts';
import { questionFor } from '../access/seen.ts';
import type { TimeZones } from '../access/time-zones.ts';
import { offerOf } from '../buttons/answer-offer.ts';
import { quoteHint } from '../connection/reference.ts';
import { withoutCredentials } from '../connection/secrets.ts';
import { type Failure, failureText } from '../delivery/failure.ts';
import { simpleForms } from '../delivery/forms.ts';
import type { Posted } from '../delivery/messenger.ts';
import type { TakenForms } from '../delivery/taken-forms.ts';
import type { Steps, Work } from '../delivery/work.ts';
import { whileHeard, whisperOf } from '../whispers.ts';
import type { Crowded } from './admission.ts';
import type { AfterAnswer } from './after-answer.ts';
import { addFiles } from './answer-files.ts';
import { type AnsweringParts, createAnswering, runningMessage } from './answering.ts';
import { conclude } from './conclusion.ts';
import { orAlone } from './or-alone.ts';
import { isDrawn } from './picture.ts';
import type { Ask, Question, Whisper } from './question.ts';
import { rootOf } from './remembered.ts';
import { resultFolder } from './result-folder.ts';
import type { Run } from './running.ts';
import { notTaken, tellOfCrowd, tellOfDefect, tellOfStore, tellOfWaiting, turnAway } from './telling.ts';

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
/** Nothing is to be given up. */
const NO_ROOM_KEPT = () => undefined;

/** What failed says by what whoever runs the bot finds it in the log. What an SDK or a library put into its error is shown to the whole channel. */
function quotable(id: string, answer: Answer): Answer {
  if (answer.kind !== 'failure') return answer;
  const { happened, todo } = answer;
  return { ...answer, happened: withoutCredentials(happened), todo: `${todo} ${quoteHint(id)}` };
}

export function createConversation(parts: ConversationParts): Ask {
  const { work, running, admission, messenger, timeZones, gate, questions, now, form, log } = parts;
  const { afterAnswer, takenForms, tempFolder = tmpdir() } = parts;
  const { answerTo, isKnown } = createAnswering(parts);
  const whisperTo = ({ id, place, askedBy }: Question): Whisper => whisperOf(parts, id, place, askedBy);

  /**
   * Null where Slack leaves no room for a message that would be replaced: the answer is its first then. What was decided before a crash stays so,
   * as its messages may be there.
   */
  async function roomFor(
    { channel, rootTs }: RememberedQuestion,
    steps: Steps,
  ): Promise<(() => void) | null> {
    if (rootTs !== null) return NO_ROOM_KEPT;
    if (await steps.isBegun('whole')) return null;
    return messenger.roomToReplace(channel) ?? ((await steps.isBegun('root')) ? NO_ROOM_KEPT : null);
  }

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
    const room = await roomFor(remembered, steps);
    const [root, timeZone] = await Promise.all([
      room === null
        ? null
        : orAlone(
            whisper,
            (failure) => notTaken(question, failure),
            () => open(question, steps),
          ),
      remembered.asOf === null ? timeZones.of(askedBy) : remembered.timeZone,
    ]);
    if (root !== null && 'kind' in root) {
      room?.();
      await afterAnswer.failed(question, `Slack did not take the question: ${failureText(root)}`);
      return whisper(notTaken(question, root));
    }

    const results = resultFolder(tempFolder, Math.floor(remembered.askedAt / 1000));
    const circumstances = { access, remembered, root, timeZone, save: results.save };
    const style = { timeZone };
    const told = new AbortController();
    // A command has a response URL; through the channel Slack takes so few that they are for those first who are turned away.
    const canTell = () => question.via === 'command' || messenger.hasRoomToWhisper;
    if (room === null && question.via !== 'watch')
      void tellOfWaiting(question, run, { whisper, canTell }, told.signal);
    try {
      const answered = remembered.answer ?? quotable(id, await answerTo(question, run, circumstances));
      told.abort();
      if (!remembered.answer) await afterAnswer.answered(question, access, answered);
      // It may have taken long, or a restart: what they may ask has changed meanwhile for some.
      const seen = await questionFor(parts, id, visitor, { key: `late/${id}`, action: 'question' });
      if (seen.kind === 'refused') return await turnAway(question, seen, { shown: root, steps, whisper });
      room?.();
      const {
        at,
        isAnswered: isThere,
        failure,
      } = await orAlone(
        whisper,
        () => ephemeralMessage(answered, style),
        () =>
          conclude(steps, {
            ...{ answer: answered, askedBy, place, root, form, style },
            giveUpRoom: room ?? NO_ROOM_KEPT,
            offer: offerOf(seen.question),
          }),
      );
      if (failure === null) log.info({ question: id, kind: answered.kind }, 'a question was answered');
      if (at !== null && isThere) {
        const to = { channel: at.channel, thread: place.thread ?? at.ts };
        const again = remembered.answer ? () => answerTo(question, run, circumstances) : null;
        const drawn = () => isDrawn(answered, form, style, takenForms);
        await addFiles({ steps, to, log }, { answered, style, results, again, isDrawn: drawn });
      }
      if (failure === null) return;
      log.warn(
        { question: id, isAnswered: isThere, failure: failureText(failure) },
        'an answer was not taken by Slack',
      );
      if (!isThere) await whisper(ephemeralMessage(answered, style));
    } finally {
      told.abort();
      room?.();
      await results.remove();
    }
  }

  work.hire<Question>(
    KIND,
    async (id, question, steps) => {
      const life = (run: Run) => live(question, run, whisperTo(question), steps);
      try {
        await running.track(id, life, question.askedBy);
      } catch (error) {
        // What cannot even be read now is said by the answer later.
        if (isStoreTrouble(error)) await tellOfStore(parts, question, steps).catch(() => undefined);
        throw error;
      }
    },
    (_, question, steps, error) =>
      tellOfDefect(parts, question, { steps, whisper: whisperTo(question) }, error),
  );

  /** Who waits already; null where it may come in: what others have asked already takes no turn. */
  function crowdBefore(question: Question, timeZone: string): Crowded | null {
    const { id, askedBy } = question;
    const crowded = admission.enter(id, askedBy);
    if (crowded === null || running.ids.includes(id)) return null;
    return isKnown(question, { at: Math.floor(now() / 1000), timeZone }) ? null : crowded;
  }

  return async (question, whisper) => {
    const { id, text, askedBy, via, place } = question;
    const timeZone = timeZones.known(askedBy) ?? 'UTC';
    const crowded = crowdBefore(question, timeZone);
    if (crowded) {
      log.info({ question: id, ...crowded }, 'a question was not taken on, as too many wait');
      // Slack is not kept waiting for its acknowledgement meanwhile.
      return { isNew: false, done: tellOfCrowd(question, crowded, whisper ?? whisperTo(question)) };
    }
    const asked = { ...{ id, text, askedBy, via, ...place }, timeZone, askedAt: now() };
    async function begin() {
      const taken = await work.take(KIND, id, question, (on) => createQuestions(on).enter(asked));
      const { isNew } = taken;
      log.info({ question: id, via, by: askedBy, channel: place.channel, isNew }, 'a question was taken on');
      return taken;
    }
    try {
      const { isNew, done } = await (whisper ? whileHeard(parts, id, whisper, begin) : begin());
      return { isNew, done: done.finally(() => admission.leave(id)) };
    } catch (error) {
      admission.leave(id);
      throw error;
    }
  };
}
