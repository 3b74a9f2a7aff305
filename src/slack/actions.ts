/** What works with what is remembered, by kind: each is done in a file of its own. */
import type { Action } from '../commands/action.ts';
import { plainText } from '../commands/grammar/plain-text.ts';
import { performAlerting } from './alerts/actions.ts';
import { createAuditAction } from './audit/action.ts';
import { performAccuracy } from './buttons/accuracy.ts';
import { defectMessage } from './connection/defect.ts';
import type { ActionTools } from './desk.ts';
import { performInTerminal } from './in-terminal.ts';
import { performIncident } from './incidents/actions.ts';
import type { ActionPlace, Perform } from './perform.ts';
import { performWatch } from './watch/actions.ts';

type Performers = { readonly [K in Action['kind']]: Perform<Extract<Action, { kind: K }>> };

/** Once, before the bot starts. @returns does an action, or writes it down to be done; never rejects */
export function createActions(tools: ActionTools): Perform<Action> {
  const alerting = performAlerting(tools);
  const performers: Performers = {
    accuracy: performAccuracy(tools),
    ack: alerting,
    alerts: alerting,
    audit: createAuditAction(tools),
    doctor: performInTerminal,
    'iam-policy': performInTerminal,
    init: performInTerminal,
    incident: (action, where) => performIncident(tools, action, where),
    mute: alerting,
    snooze: alerting,
    watch: performWatch(tools),
  };

  function perform<K extends Action['kind']>(
    kind: K,
    action: Extract<Action, { kind: K }>,
    where: ActionPlace,
  ): Promise<void> {
    return performers[kind](action, where);
  }

  return async (action, where) => {
    try {
      await perform(action.kind, action, where);
    } catch (error) {
      tools.log.error({ err: error, action: action.kind, id: where.id }, 'an action was not done');
      await where.whisper(defectMessage(error, plainText(where.text), where.id));
    }
  };
}
