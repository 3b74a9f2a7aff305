/** Lets go what has waited long enough: first posts within the day's budget, and edits. */
import type { Alert, AlertMessage } from '../alert.ts';
import type { Draft } from '../draft.ts';
import { sizeClass } from '../life/sight.ts';
import { isOn } from '../life/state.ts';
import type { AlertSettings } from '../settings.ts';
import { fold } from './digest.ts';
import { alertsOf } from './group.ts';
import { dayOf, isPosted, isWaiting, shownNow } from './message.ts';

/** The first reminder of what is severe, when nobody has said to look after it. */
export function firstReminder(alert: Alert, nowMs: number, { remindAfter }: AlertSettings): number | null {
  return alert.severity === 'high' && alert.ackedAtMs === null ? nowMs + remindAfter * 1000 : null;
}

/** People know of it from now on; what goes on and off is said this once. */
export function asTold(draft: Draft, alert: Alert, settings: AlertSettings): void {
  draft.put({
    ...alert,
    suppressed: alert.isFlapping ? { by: 'flapping' } : alert.suppressed,
    toldSeverity: alert.severity,
    toldSize: sizeClass(alert),
    remindAtMs: alert.remindAtMs ?? firstReminder(alert, draft.nowMs, settings),
  });
  draft.enter(alert, 'told');
}

/** What is under maintenance stands in a message of its own, but nobody is called for it. */
function isTellable({ suppressed }: Alert): boolean {
  return suppressed === null || suppressed.by === 'maintenance';
}

function isSevere({ severity, suppressed }: Alert): boolean {
  return severity === 'high' && suppressed === null;
}

/** What is over by now, or is not to be told any more, leaves it untold. */
function post(draft: Draft, message: AlertMessage, settings: AlertSettings): void {
  const { channel } = message;
  const all = alertsOf(draft, message).filter((alert) => alert.message === message.id);
  const left = all.filter((alert) => isOn(alert) && isTellable(alert));
  for (const alert of all) if (!left.includes(alert)) draft.put({ ...alert, message: null });
  const isWithin = draft.told(channel) < settings.messagesPerDay;
  if (left.length === 0 || (!isWithin && !left.some(isSevere))) {
    draft.putMessage({ ...message, alerts: [] });
    for (const alert of left) fold(draft, alert, channel, settings);
    return;
  }
  draft.countTold(channel);
  shownNow(draft, { ...message, day: dayOf(draft.nowMs), alerts: left.map(({ id }) => id) });
  for (const alert of left) if (alert.suppressed === null) asTold(draft, alert, settings);
}

/** What is severe first, so that it is not the one for which nothing is left. */
function urgency(draft: Draft, message: AlertMessage): number {
  return alertsOf(draft, message).some(isSevere) ? 0 : 1;
}

export function release(draft: Draft, settings: AlertSettings): void {
  const due = draft
    .messages()
    .filter((message) => isWaiting(message) && message.postAfterMs <= draft.nowMs)
    .sort((a, b) => urgency(draft, a) - urgency(draft, b) || a.openedAtMs - b.openedAtMs);
  for (const message of due) {
    if (isPosted(message) || message.kind === 'digest') shownNow(draft, message);
    else post(draft, message, settings);
  }
}
