/** The digest: one message a day and channel that shows what was folded, because it is of low severity or the day's messages were used up. */
import type { Alert, AlertMessage } from '../alert.ts';
import type { Draft } from '../draft.ts';
import { isOn } from '../life/state.ts';
import type { AlertSettings } from '../settings.ts';
import { dayOf, joined, opened } from './message.ts';

function todays(draft: Draft, channel: string, settings: AlertSettings): AlertMessage {
  const id = `digest|${channel}|${dayOf(draft.nowMs)}`;
  const parts = { id, channel, kind: 'digest', group: 'digest' } as const;
  return draft.message(id) ?? opened(draft, parts, settings.groupWait * 1000);
}

/** A suppression that it has already stays: then the digest only shows it. */
export function fold(draft: Draft, alert: Alert, channel: string, settings: AlertSettings): void {
  const suppressed = alert.suppressed ?? { by: 'digest' };
  joined(draft, todays(draft, channel, settings), { ...alert, suppressed });
  draft.enter(alert, 'in the digest');
}

/** At midnight UTC what still goes on moves on into the digest of the new day. */
export function rollOver(draft: Draft, settings: AlertSettings): void {
  const today = dayOf(draft.nowMs);
  for (const message of draft.messages()) {
    if (message.kind !== 'digest' || message.day >= today) continue;
    for (const id of message.alerts) {
      const alert = draft.alert(id);
      if (alert && isOn(alert) && alert.message === message.id) fold(draft, alert, message.channel, settings);
    }
  }
}
