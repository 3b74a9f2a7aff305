/** What is said in a thread about an alert that people know already: that it is more severe, larger, back, over, or goes on and off. Everything else only changes the message. */
import { isDeepStrictEqual } from 'node:util';
import type { Alert, AlertMessage, AlertReply } from '../alert.ts';
import type { Draft } from '../draft.ts';
import { rank, sizeClass } from '../life/sight.ts';
import { isOn } from '../life/state.ts';
import { isHushed } from '../life/suppression.ts';
import type { AlertSettings } from '../settings.ts';
import { alertsOf } from './group.ts';
import { changed, isPosted, shownNow } from './message.ts';
import { firstReminder } from './release.ts';
import { belongsElsewhere } from './route.ts';

type News = Extract<AlertReply['what'], 'severity' | 'larger' | 'reopened' | 'resolved' | 'flapping'>;

/** Which of a kind it is, so that each is said once. */
function ofNews(alert: Alert, what: News): string | number {
  if (what === 'severity') return alert.severity;
  if (what === 'larger') return sizeClass(alert);
  return what === 'flapping' ? (alert.evaluatedAt ?? 0) : alert.reopened;
}

/** The most important, if several came together. */
function newsOf(before: Alert, after: Alert): News | null {
  if (after.toldSeverity && rank(after.severity) < rank(after.toldSeverity)) return 'severity';
  if (after.isFlapping && !before.isFlapping) return 'flapping';
  if (before.state === 'resolved' && isOn(after)) return 'reopened';
  if (before.state !== 'resolved' && after.state === 'resolved') return 'resolved';
  return sizeClass(after) > after.toldSize ? 'larger' : null;
}

/** All that it tells of is over. */
function isOver(draft: Draft, message: AlertMessage | undefined): boolean {
  return !!message && alertsOf(draft, message).every(({ state }) => state === 'resolved');
}

/** The end of all that a message tells of does not wait: nothing may come after it that would show it. */
function show(draft: Draft, message: AlertMessage | undefined): void {
  if (!message) return;
  if (message.kind === 'alert' && isPosted(message) && isOver(draft, message)) shownNow(draft, message);
  else changed(draft, message.id);
}

/** What goes on and off, or is explained by another, is told when it gets worse and when it is over. How large it has become is said when it has caught up. */
function isSaid(draft: Draft, alert: Alert, news: News, isCatchingUp: boolean): boolean {
  if (isHushed(alert) || (isCatchingUp && news === 'larger')) return false;
  if (news === 'resolved') return isOver(draft, draft.message(alert.message));
  return alert.suppressed === null || news === 'severity' || news === 'flapping';
}

/** What a reader of the message sees of it. That what goes on and off is just on or off is no news. */
function visible(alert: Alert) {
  const { severity, suppressed, owner, ackedAtMs, snoozedUntilMs, isFlapping } = alert;
  const size = Math.max(sizeClass(alert), alert.toldSize);
  const state = isFlapping && isOn(alert) ? 'firing' : alert.state;
  return { state, severity, suppressed, owner, ackedAtMs, snoozedUntilMs, isFlapping, size };
}

interface Telling {
  readonly draft: Draft;
  readonly isCatchingUp: boolean;
  readonly settings: AlertSettings;
}

function tellNews({ draft, isCatchingUp, settings }: Telling, before: Alert, alert: Alert): void {
  const message = draft.message(alert.message);
  const news = newsOf(before, alert);
  if (!message || news === null || !isSaid(draft, alert, news, isCatchingUp)) return;
  draft.reply(message, alert, news, ofNews(alert, news));
  const isNew = news === 'severity' || news === 'reopened';
  draft.put({
    ...alert,
    // Others are to hear of what is more severe: to them it is told as new.
    toldSeverity: news === 'severity' && belongsElsewhere(alert, message, settings) ? null : alert.severity,
    toldSize: Math.max(alert.toldSize, sizeClass(alert)),
    remindAtMs: alert.remindAtMs ?? (isNew ? firstReminder(alert, draft.nowMs, settings) : null),
  });
}

/** For every alert that this round changed and a message shows. */
export function tellChanges(draft: Draft, isCatchingUp: boolean, settings: AlertSettings): void {
  for (const alert of draft.alerts()) {
    const before = draft.before(alert.id);
    if (!before || before === alert || alert.message === null || before.message !== alert.message) continue;
    if (!isDeepStrictEqual(visible(before), visible(alert))) show(draft, draft.message(alert.message));
    if (alert.toldSeverity !== null) tellNews({ draft, isCatchingUp, settings }, before, alert);
  }
}
