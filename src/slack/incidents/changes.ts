/** Writes down what somebody does with an incident, and says so in its thread. */
import type { IncidentAction } from '../../commands/action.ts';
import { addFinding } from '../../incidents/add-finding.ts';
import { deedText, incidentName } from '../../incidents/telling.ts';
import { deedMessage } from '../../present/incident-blocks.ts';
import type { IncidentDeed, IncidentEntry, NewDeed, NotEntered, Person } from '../../store/incident-deed.ts';
import type { Incident } from '../../store/incidents.ts';
import { latestAnswerIn } from '../../store/latest-answer.ts';
import { isDirect } from '../access/whereabouts.ts';
import type { Address } from '../address.ts';
import type { Failure } from '../delivery/failure.ts';
import { simpleForms } from '../delivery/forms.ts';
import type { Problem } from '../delivery/problems.ts';
import type { Steps } from '../delivery/work.ts';
import type { Desk } from '../desk.ts';
import { refreshCard, threadOf } from './card.ts';
import type { IncidentInput } from './input.ts';

type Change = IncidentAction & {
  readonly do: 'add' | 'note' | 'action' | 'done' | 'severity' | 'close' | 'reopen';
};

export function isChange(action: IncidentAction): action is Change {
  return !['open', 'status', 'list', 'report'].includes(action.do);
}

const SIGNS: Readonly<Record<IncidentDeed['kind'], string>> = {
  opened: ':rotating_light:',
  severity: ':vertical_traffic_light:',
  finding: ':pushpin:',
  note: ':memo:',
  action: ':black_small_square:',
  done: ':white_check_mark:',
  shared: ':outbox_tray:',
  closed: ':white_check_mark:',
  reopened: ':rotating_light:',
};

function notEntered(because: NotEntered, name: string): Problem {
  const status = `See how it stands: \`/flows incident status ${name}\``;
  switch (because) {
    case 'no-incident':
      return { problem: `There is no ${name}.`, todo: 'See those that are: `/flows incident list`' };
    case 'no-action':
      return { problem: `${name} has no action of that number.`, todo: status };
    case 'done-already':
      return { problem: `That action of ${name} is done already.`, todo: status };
    case 'there-already':
      return { problem: `${name} has that finding already.`, todo: status };
    case 'closed-already':
      return {
        problem: `${name} is closed already.`,
        todo: `Have its report: \`/flows incident report ${name}\``,
      };
    case 'open-already':
      return { problem: `${name} is open.`, todo: status };
  }
}

/** People by their names: what is kept is read outside of Slack too, and must ring nobody each time it is shown. */
async function withNames({ names }: Desk, text: string): Promise<string> {
  const ids = [...new Set([...text.matchAll(/<@([UW][A-Z0-9]+)>/g)].map(([, id = '']) => id))];
  const found = new Map(await Promise.all(ids.map(async (id) => [id, await names.of(id)] as const)));
  return text.replace(/<@([UW][A-Z0-9]+)>/g, (_, id: string) => `@${found.get(id) ?? id}`);
}

async function personOf({ names }: Desk, id: string): Promise<Person> {
  return { id, name: await names.of(id) };
}

async function deedOf(desk: Desk, action: Exclude<Change, { readonly do: 'add' }>): Promise<NewDeed> {
  switch (action.do) {
    case 'note':
      return { kind: 'note', text: await withNames(desk, action.text) };
    case 'action': {
      const who = action.who === null ? null : await personOf(desk, action.who);
      return { kind: 'action', text: await withNames(desk, action.text), who };
    }
    case 'done':
      return { kind: 'done', item: action.item };
    case 'severity':
      return { kind: 'severity', severity: action.severity };
    case 'close': {
      const because = action.because === null ? null : await withNames(desk, action.because);
      return { kind: 'closed', because };
    }
    case 'reopen':
      return { kind: 'reopened' };
  }
}

type Entering = { readonly entry: IncidentEntry } | Problem;

/** Under the card of a channel's incident, the channel's answers are meant where none was asked for there. */
async function latestAnswer({ store }: Desk, { thread, cardTs }: Incident, place: Address) {
  const here = await latestAnswerIn(store.db, place);
  const isUnderCard = thread === null && cardTs !== null && place.thread === cardTs;
  if (here !== null || !isUnderCard) return here;
  return latestAnswerIn(store.db, { channel: place.channel, thread: null });
}

/** The answer that a message carries, as far as they can read that message: a link tells nothing of a conversation to who is not in it. */
async function answerIn(
  { questions, gate }: Desk,
  { channel, ts }: { readonly channel: string; readonly ts: string },
  { askedBy: user, place }: IncidentInput,
): Promise<string | null> {
  const question = await questions.ofMessage(channel, ts);
  if (!question) return null;
  if (channel === place.channel) return question.id;
  const canRead = isDirect(channel)
    ? question.askedBy === user
    : (await gate.admit({ user, channel })).kind === 'allowed';
  return canRead ? question.id : null;
}

async function add(
  desk: Desk,
  incident: Incident,
  { key, message }: { readonly key: string; readonly message: { channel: string; ts: string } | null },
  input: IncidentInput,
): Promise<Entering> {
  const { askedBy, place, at } = input;
  const question = message ? await answerIn(desk, message, input) : await latestAnswer(desk, incident, place);
  if (question === null) {
    const problem = message ? 'That message carries no answer of mine.' : 'There is no answer here to add.';
    const todo = 'Ask first, or name an answer by its link: incident add <link to the message>';
    return { problem, todo };
  }
  const added = await addFinding(desk, { incident: incident.number, question, by: askedBy, at, key });
  return added.kind === 'added' ? added : { problem: added.because, todo: added.todo };
}

/** Enters it once under the key of the work. */
export async function enter(
  desk: Desk,
  key: string,
  incident: Incident,
  action: Change,
  input: IncidentInput,
): Promise<Entering> {
  const before = await desk.incidents.entryOf(key);
  if (before) return { entry: before };
  if (action.do === 'add') return add(desk, incident, { key, message: action.message }, input);
  const [by, deed] = await Promise.all([personOf(desk, input.askedBy), deedOf(desk, action)]);
  const entered = await desk.incidents.enter({ key, incident: incident.number, by, at: input.at, deed });
  return entered.kind === 'entered' ? entered : notEntered(entered.because, incidentName(incident));
}

/** Says it in the incident's thread and shows in its card how it stands now. @returns why it is said nowhere, where it is not. */
export async function announce(
  desk: Desk,
  incident: Incident,
  { by, deed }: IncidentEntry,
  steps: Steps,
): Promise<Failure | null> {
  await refreshCard(desk, incident.number, by.id, steps);
  const current = (await desk.incidents.get(incident.number)) ?? incident;
  const ring = deed.kind === 'action' && deed.who && deed.who.id !== by.id ? deed.who.id : null;
  const message = deedMessage({ sign: SIGNS[deed.kind], by: by.name, text: deedText(deed), ring });
  const said = await steps.post('said', threadOf(current), simpleForms(message));
  return said.ok ? null : said.failure;
}
