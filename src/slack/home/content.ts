/** What a person's Home tab shows: gathered from what is remembered, as far as they may see it. */
import type { Allowed } from '../../access/access.ts';
import { plainText } from '../../commands/grammar/plain-text.ts';
import type { HomeContent, HomeQuestion, HomeSource } from '../../present/home-view.ts';
import { createJudgements } from '../../store/judgements.ts';
import type { RememberedQuestion } from '../../store/questions.ts';
import { createSourceHealth } from '../../store/source-health.ts';
import { createWatches } from '../../store/watches.ts';
import { theirs } from '../access/seen.ts';
import { isVisible, listed } from '../alerts/visible.ts';
import { permalink } from '../buttons/permalink.ts';
import type { Desk } from '../desk.ts';
import { visibleIncidents } from '../incidents/visible.ts';
import { placesOf } from '../share/places.ts';

/** More are looked at than are shown: some may not be theirs to see any more. */
const LOOKED_AT = 30;
const SHOWN = 8;
const MOST_ALERTS = 100;
const DAYS = 90;
const DAY = 86_400_000;

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

async function questionOf(desk: Desk, question: RememberedQuestion): Promise<HomeQuestion> {
  const { id, text, answer, channel, rootTs, askedAt, request } = question;
  const link = rootTs === null ? null : await permalink(desk, { channel, ts: rootTs });
  return {
    id,
    text: plainText(text),
    answer,
    channel,
    askedAt: seconds(askedAt),
    link,
    canRerun: request !== null,
  };
}

/** What was asked again in the same words stands there once, as it was answered last. */
function latest(questions: readonly RememberedQuestion[]): readonly RememberedQuestion[] {
  const texts = questions.map(({ text }) => plainText(text));
  return questions.filter((_, index) => texts.indexOf(texts[index] ?? '') === index);
}

async function questionsOf(desk: Desk, user: string, access: Allowed): Promise<readonly HomeQuestion[]> {
  const all = await desk.questions.of(user, LOOKED_AT);
  const shown = latest(theirs(access, all)).slice(0, SHOWN);
  return Promise.all(shown.map((question) => questionOf(desk, question)));
}

async function watchesOf(desk: Desk, user: string, access: Allowed) {
  const own = (await createWatches(desk.store.db).on()).filter(({ by }) => by === user);
  const asked = await Promise.all(own.map(({ question }) => desk.questions.get(question)));
  const seen = new Map(
    theirs(
      access,
      asked.flatMap((question) => question ?? []),
    ).map((question) => [question.id, question]),
  );
  return own.flatMap(({ id, question: of, channel, until, seen: sight }) => {
    const question = seen.get(of);
    return question
      ? [{ ...sight, id, channel, until: seconds(until), question: plainText(question.text) }]
      : [];
  });
}

async function sourcesOf({ store }: Desk, access: Allowed): Promise<readonly HomeSource[]> {
  const health = await createSourceHealth(store.db).list();
  const states = new Map(health.map((state) => [state.source, state]));
  return access.sources.map(({ name }) => {
    const state = states.get(name);
    return { name, last: state ? { ...state, at: seconds(state.at) } : null };
  });
}

async function incidentsOf(desk: Desk, user: string) {
  const places = await placesOf(desk, user);
  const visible = await visibleIncidents(desk, user, new Set(places.map(({ id }) => id)));
  return visible.map(({ openedAt, ...incident }) => ({ ...incident, openedAt: seconds(openedAt) }));
}

/** Those of sources that they may ask; what is not confirmed yet nobody was told. */
async function alertsOf({ alerting, now }: Desk, access: Allowed) {
  const window = { start: 0, end: seconds(now()) + 1 };
  const open = await alerting.memory.alerts.list({ which: 'open', window, most: MOST_ALERTS });
  const visible = open.filter((alert) => alert.state !== 'pending' && isVisible(access, alert));
  return listed(visible, now());
}

/** @param channel of the direct message with this person */
export async function homeContent(
  desk: Desk,
  user: string,
  access: Allowed,
  channel: string,
): Promise<HomeContent> {
  const now = desk.now();
  const [questions, alerts, watches, sources, incidents, precision] = await Promise.all([
    questionsOf(desk, user, access),
    alertsOf(desk, access),
    watchesOf(desk, user, access),
    sourcesOf(desk, access),
    incidentsOf(desk, user),
    createJudgements(desk.store.db).precision(now - DAYS * DAY),
  ]);
  const { total } = precision;
  const accuracy = total.judged === 0 ? null : { ...total, days: DAYS };
  return { questions, alerts, watches, sources, incidents, accuracy, now: seconds(now), channel };
}
