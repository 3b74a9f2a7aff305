/** What works with what is remembered, by kind: each is done in a file of its own. */
import { type Action, doneInSlack } from '../commands/action.ts';
import { plainText } from '../commands/grammar/plain-text.ts';
import { ephemeralMessage } from '../present/block-kit.ts';
import { defectMessage } from './defect.ts';
import type { Desk } from './desk.ts';
import { performIncident } from './incident-actions.ts';
import type { ActionPlace, Perform } from './perform.ts';

type Performers = { readonly [K in Action['kind']]: Perform<Extract<Action, { kind: K }>> };

/** For as long as there is nothing that does it. */
const notYet: Perform<Action> = (action, { timeZone, whisper }) =>
  whisper(ephemeralMessage(doneInSlack(action), { timeZone }));

/** @returns does an action that has been acknowledged; never rejects */
export function createActions(desk: Desk): Perform<Action> {
  const performers: Performers = {
    audit: notYet,
    incident: (action, where) => performIncident(desk, action, where),
  };

  function perform<K extends Action['kind']>(
    kind: K,
    action: Extract<Action, { kind: K }>,
    where: ActionPlace,
  ) {
    return performers[kind](action, where);
  }

  return async (action, where) => {
    try {
      await perform(action.kind, action, where);
    } catch (error) {
      desk.log.error({ err: error, action: action.kind, id: where.id }, 'an action was not done');
      await where.whisper(defectMessage(error, plainText(where.text)));
    }
  };
}
