/** The Share button and its modal: where to, and with what comment. What is submitted is checked at once, and done as work. */
import type { App, BlockAction, ButtonAction, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { noticeMessage } from '../../present/block-kit.ts';
import { FIELD, notShareable, SHARE_FORM, shareLoading, shareView } from '../../present/share-view.ts';
import type { Incident } from '../../store/incidents.ts';
import { ephemeral } from '../asking/response-url.ts';
import { openView, updateView } from '../buttons/views.ts';
import { acknowledge } from '../connection/acknowledge.ts';
import { failureText } from '../delivery/failure.ts';
import type { Problem } from '../delivery/problems.ts';
import type { Desk } from '../desk.ts';
import { visibleIncidents } from '../incidents/visible.ts';
import { within } from '../wait.ts';
import { shareWorker } from './card.ts';
import { placeProblem, placesOf } from './places.ts';
import { shareable } from './shareable.ts';
import { SHARE, type Sharing } from './sharing.ts';

/** Slack waits three seconds for what a modal becomes, milliseconds. */
const PATIENCE = 2200;

const SLOW: Problem = {
  problem: 'Slack did not tell in time who is in that channel.',
  todo: 'Press Share again.',
};

type Errors = Readonly<Record<string, string>>;

function fieldError(field: string, { problem, todo }: Problem): Errors {
  return { [field]: `${problem} ${todo}` };
}

/** What the fields hold. */
function chosenIn({ state, private_metadata: question }: ViewOutput) {
  const of = (field: string) => state.values[field]?.['value'];
  const channel = of(FIELD.channel);
  const incident = of(FIELD.incident)?.selected_option?.value;
  return {
    question,
    channel: channel?.selected_conversation ?? channel?.selected_option?.value ?? null,
    incident: incident === undefined ? null : Number(incident),
    comment: of(FIELD.comment)?.value ?? '',
  };
}

export function listenToSharing(app: App, desk: Desk): void {
  const { log, work, now } = desk;
  work.hire(SHARE, shareWorker(desk));

  async function formFor(id: string, user: string, channel: string, key: string): Promise<ModalView> {
    const found = await shareable(desk, id, { user, channel }, key);
    if (found.kind === 'not-shareable') return notShareable(found.problem, found.todo);
    const { question, answer } = found;
    const places = await placesOf(desk, user);
    const readable = new Set([...places.map((place) => place.id), channel]);
    const open = await visibleIncidents(desk, user, readable);
    const isHere = (one: Incident) => one.channel === channel;
    // What people come from and go to most is first: the incident of this place, and its channel.
    const incidents = [...open.filter(isHere), ...open.filter((one) => !isHere(one))];
    const ofIncidents = new Set(open.map((one) => one.channel));
    const others = places.filter((place) => place.id !== question.channel);
    const channels = [
      ...others.filter((place) => ofIncidents.has(place.id)),
      ...others.filter((place) => !ofIncidents.has(place.id)),
    ];
    return shareView({
      headline: answer.diagnosis.summary,
      question: answer.question,
      channels:
        desk.form === 'newer' ? null : channels.map(({ id: value, name }) => ({ value, text: `#${name}` })),
      incidents: incidents.map(({ number, title }) => ({
        value: String(number),
        text: `INC-${number} ${title}`,
      })),
      carried: id,
    });
  }

  app.action<BlockAction<ButtonAction>>(
    { type: 'block_actions', action_id: 'flows-share' },
    async ({ ack, action, body, respond }) => {
      await acknowledge(() => ack(), log);
      const { trigger_id: trigger, user, channel } = body;
      const opened = await openView(desk, trigger, shareLoading());
      if (!opened.ok) {
        log.warn({ failure: failureText(opened.failure) }, 'a modal was not opened');
        await respond(ephemeral(noticeMessage('Slack did not open the form in time. Press *Share* again.')));
        return;
      }
      const view = await formFor(action.value ?? '', user.id, channel?.id ?? '', `share-${trigger}`);
      await updateView(desk, opened.value, view);
    },
  );

  /** What speaks against it, by the field that it is about; null where nothing does. */
  async function errorsIn(sharing: Sharing, key: string): Promise<Errors | null> {
    const { question, channel, incident: number, by } = sharing;
    if (channel === null && number === null) return { [FIELD.channel]: 'Choose where it is to be shared.' };
    const incident = number === null ? null : await desk.incidents.get(number);
    const wanted = [
      { field: FIELD.channel, place: channel },
      { field: FIELD.incident, place: incident?.channel ?? null },
    ];
    for (const { field, place } of wanted) {
      if (place === null) continue;
      const problem = field === FIELD.channel ? await placeProblem(desk, place) : null;
      if (problem) return fieldError(field, problem);
      const found = await shareable(desk, question, { user: by, channel: place }, `${key}/${field}`);
      if (found.kind === 'not-shareable') return fieldError(field, found);
    }
    return null;
  }

  app.view<ViewSubmitAction>(
    { callback_id: SHARE_FORM, type: 'view_submission' },
    async ({ ack, body, view }) => {
      const sharing: Sharing = { ...chosenIn(view), by: body.user.id, at: now() };
      const finding = errorsIn(sharing, `share-${body.trigger_id}`);
      const errors = await within(PATIENCE, finding, fieldError(FIELD.channel, SLOW));
      if (errors) {
        await acknowledge(() => ack({ response_action: 'errors', errors }), log);
        return;
      }
      // The same modal is submitted once, however often Slack delivers that.
      const { done } = await work.take(SHARE, `share-${view.id}`, sharing);
      await acknowledge(() => ack(), log);
      await done;
    },
  );
}
