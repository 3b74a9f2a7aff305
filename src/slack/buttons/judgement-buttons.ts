/** Right and Wrong under an answer: kept by person, whose last word counts, and answered to that person alone with how often answers are right. */
import type { App } from '@slack/bolt';
import type { Diagnosis } from '../../diagnosis/diagnosis.ts';
import { notedMessage } from '../../present/accuracy-message.ts';
import { noticeMessage } from '../../present/block-kit.ts';
import { INSTEAD_TEXT, wrongView } from '../../present/wrong-view.ts';
import { createJudgements } from '../../store/judgements.ts';
import { questionFor, refusalMessage } from '../access/seen.ts';
import { acknowledge } from '../connection/acknowledge.ts';
import { failureText } from '../delivery/failure.ts';
import type { Desk } from '../desk.ts';
import { listenToButton, type Press } from './press.ts';
import { openView } from './views.ts';

const DAYS = 90;
const DAY = 86_400_000;

const NO_VERDICT = noticeMessage('That question has no answer that could be right or wrong.');

export function listenToJudgements(app: App, desk: Desk): void {
  const { store, now, log } = desk;
  const judgements = createJudgements(store.db);

  /** The view is a comfort: what it would ask can be left unsaid. */
  async function askWhatInstead({ id, value }: Press, { summary }: Diagnosis): Promise<void> {
    const opened = await openView(desk, id, wrongView(value, summary));
    if (!opened.ok)
      log.warn({ failure: failureText(opened.failure) }, 'nobody could be asked what it was instead');
  }

  async function judge(press: Press, isRight: boolean): Promise<void> {
    const { id: key, value, by, place, whisper } = press;
    const viewer = { user: by, channel: place.channel };
    const seen = await questionFor(desk, value, viewer, { key, action: 'question' });
    if (seen.kind === 'refused') return whisper(refusalMessage(seen));
    const { answer } = seen.question;
    if (answer?.kind !== 'diagnosis') return whisper(NO_VERDICT);
    const { verdict, confidence } = answer.diagnosis;
    await Promise.all([
      judgements.enter({ question: value, by, isRight, verdict, confidence, at: now() }),
      ...(isRight ? [] : [askWhatInstead(press, answer.diagnosis)]),
    ]);
    log.info({ question: value, by, isRight, verdict }, 'an answer was judged');
    const precision = await judgements.precision(now() - DAYS * DAY);
    await whisper(notedMessage({ isRight, verdict, precision, days: DAYS }));
  }

  listenToButton(app, desk, 'flows-right', (press) => judge(press, true));
  listenToButton(app, desk, 'flows-wrong', (press) => judge(press, false));

  app.view('flows-instead', async ({ ack, view, body }) => {
    await acknowledge(() => ack(), log);
    const said = view.state.values['instead']?.['value']?.value?.trim() ?? '';
    if (said === '') return;
    await judgements.explain(view.private_metadata, body.user.id, said.slice(0, INSTEAD_TEXT));
  });
}
