/** What somebody does with alerts, as work: carried out once, entered in the audit log, and answered to that person alone. */
import type { AckAction, MuteAction, SnoozeAction } from '../../commands/action.ts';
import { plainText } from '../../commands/grammar/plain-text.ts';
import { doneMessage } from '../../present/alerts/rules-message.ts';
import { problemMessage } from '../../present/block-kit.ts';
import type { Address } from '../address.ts';
import type { Worker } from '../delivery/work.ts';
import type { Desk } from '../desk.ts';
import { whisperOf } from '../whispers.ts';
import { type AckAllAction, createAlertDeeds, type PressedAck } from './deed-of-alert.ts';
import { createRuleDeeds } from './deed-of-rule.ts';
import { type Done, isProblem } from './done.ts';

export type AlertDeed = AckAction | PressedAck | SnoozeAction | MuteAction | AckAllAction;

/** JSON-safe, so that it outlives the process. */
export interface DeedInput {
  readonly deed: AlertDeed;
  /** A Slack user id. */
  readonly askedBy: string;
  readonly place: Address;
  /** As typed: untrusted; as it would be typed for a button. */
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The kind of the work. */
export const DEED = 'alert-deed';

export function deedWorker(desk: Desk): Worker<DeedInput> {
  const { ack, ackAll, snoozed } = createAlertDeeds(desk);
  const ruled = createRuleDeeds(desk);

  function carryOut(id: string, { deed, askedBy, place, at }: DeedInput): Promise<Done> {
    const by = { user: askedBy, channel: place.channel };
    switch (deed.kind) {
      case 'ack':
        return ack(id, deed, by, at);
      case 'ack-all':
        return ackAll(id, deed, by, at);
      case 'snooze':
        return snoozed(id, deed, by, at);
      case 'mute':
        return ruled(id, deed, by, at);
    }
  }

  return async (id, input) => {
    const { askedBy, place, text, at } = input;
    const done = await carryOut(id, input);
    const question = plainText(text);
    await desk.audit.enter({
      ...{ key: `alert/${id}`, at, by: askedBy, channel: place.channel, action: 'alert', what: question },
      ...{ bytes: null, verdict: null },
      ...(isProblem(done)
        ? { outcome: 'refused', sources: [], note: done.problem }
        : { outcome: 'done', sources: done.sources, note: null }),
    });
    const whisper = whisperOf(desk, id, place, askedBy);
    await whisper(
      isProblem(done) ? problemMessage({ ...done, question }) : doneMessage(done.said, done.rule),
    );
  };
}
