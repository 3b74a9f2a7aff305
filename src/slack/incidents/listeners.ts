/** What reaches an incident without being typed: a pushpin on an answer makes it a finding, and the buttons of its card. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import type { IncidentAction } from '../../commands/action.ts';
import { placeOf } from '../buttons/pressed.ts';
import { acknowledge } from '../connection/acknowledge.ts';
import type { Desk } from '../desk.ts';
import { performIncident } from './actions.ts';
import { reportWorker } from './report.ts';
import { incidentWorker } from './work.ts';

/** Names of emoji, without a skin tone; the second for a workspace that has one of its own. */
const REACTIONS: ReadonlySet<string> = new Set(['pushpin', 'round_pushpin', 'flows-incident']);

/** What the buttons of a card do, by the action ids that the presenter gives them. */
const BUTTONS: Readonly<Record<string, 'status' | 'report'>> = {
  'flows-incident-status': 'status',
  'flows-incident-report': 'report',
};

function buttonAction(pressed: 'status' | 'report', number: number): IncidentAction {
  const incident = { kind: 'incident', incident: number } as const;
  return pressed === 'status' ? { ...incident, do: 'status' } : { ...incident, do: 'report', as: 'markdown' };
}

export function listenToIncidents(app: App, desk: Desk): void {
  desk.work.hire('incident', incidentWorker(desk));
  desk.work.hire('report', reportWorker(desk));

  app.event('reaction_added', async ({ event, context }) => {
    const { user, reaction, item } = event;
    if (!REACTIONS.has(reaction) || user === context.botUserId || item.type !== 'message') return;
    const { channel, ts } = item;
    const question = await desk.questions.ofMessage(channel, ts);
    if (!question) return;
    const place = { channel, thread: question.thread ?? question.rootTs };
    const action: IncidentAction = { kind: 'incident', incident: null, do: 'add', message: { channel, ts } };
    // Taken away and added again, it is the same reaction.
    const id = `reaction/${channel}/${ts}/${user}`;
    await performIncident(desk, action, { id, askedBy: user, place, text: 'incident add' });
  });

  for (const [actionId, pressed] of Object.entries(BUTTONS)) {
    app.action<BlockAction<ButtonAction>>(
      { type: 'block_actions', action_id: actionId },
      async ({ ack, action, body }) => {
        const place = placeOf(body);
        const number = Number(action.value);
        if (place && Number.isSafeInteger(number))
          await performIncident(desk, buttonAction(pressed, number), {
            ...{ id: body.trigger_id, askedBy: body.user.id, place },
            text: `incident ${pressed} INC-${number}`,
          });
        await acknowledge(() => ack(), desk.log);
      },
    );
  }
}
