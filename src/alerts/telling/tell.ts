/** Finds a place for every alert that people are to hear of and have not: a message of its own or of its group, or the digest. */
import { bySeverity } from '../../analyzers/detection/detector.ts';
import type { Alert, AlertMessage } from '../alert.ts';
import type { Draft } from '../draft.ts';
import type { AlertSettings } from '../settings.ts';
import { fold } from './digest.ts';
import { groupFor, openFor } from './group.ts';
import { isPosted, joined, opened } from './message.ts';
import { asTold } from './release.ts';
import { belongsElsewhere, channelOf } from './route.ts';

/** A message that shows all that one maintenance explains. */
const MAINTENANCE = 'maintenance|';

interface Telling {
  readonly draft: Draft;
  readonly settings: AlertSettings;
}

interface Wanting {
  readonly alert: Alert;
  readonly channel: string;
}

/** It stands where it is to be told, though that message may still wait. */
function hasPlace({ draft, settings }: Telling, alert: Alert): boolean {
  const message = draft.message(alert.message);
  if (message?.kind !== 'alert' || message.group.startsWith(MAINTENANCE)) return false;
  return !belongsElsewhere(alert, message, settings);
}

function isUntold({ state, toldSeverity }: Alert): boolean {
  return state === 'firing' && toldSeverity === null;
}

/** What is over within the group wait needs no word: but not where nobody was there to let its message go. */
function isStillTold(telling: Telling, alert: Alert, isCatchingUp: boolean): boolean {
  const message = telling.draft.message(alert.message);
  return hasPlace(telling, alert) && message !== undefined && (isPosted(message) || !isCatchingUp);
}

/** It fired while nothing was to be told, or was folded, and is over. */
function wasMissed(telling: Telling, alert: Alert, isCatchingUp: boolean): boolean {
  const { state, firedAt, suppressed, toldSeverity } = alert;
  const isJustOver = state === 'resolved' && telling.draft.before(alert.id)?.state !== 'resolved';
  const isUnheard = firedAt !== null && suppressed === null && toldSeverity === null;
  return isJustOver && isUnheard && !isStillTold(telling, alert, isCatchingUp);
}

function openMessage({ draft, settings }: Telling, { alert, channel }: Wanting, group: string): void {
  const id = [channel, group, alert.id, alert.reopened].join('|');
  const parts = { id, channel, kind: 'alert', group } as const;
  joined(draft, opened(draft, parts, settings.groupWait * 1000), alert);
}

function joinMessage({ draft, settings }: Telling, alert: Alert, message: AlertMessage): void {
  joined(draft, message, alert);
  if (isPosted(message)) asTold(draft, { ...alert, channel: message.channel, message: message.id }, settings);
}

function joinOpen(telling: Telling, { alert, channel }: Wanting): boolean {
  const message = openFor(telling.draft, alert, channel);
  if (!message) return false;
  joinMessage(telling, alert, message);
  if (isPosted(message)) telling.draft.reply(message, alert, 'joined', message.id);
  return true;
}

function alike({ alert, channel }: Wanting, all: readonly Wanting[]): ReadonlySet<string> {
  const same = all.filter(
    (one) =>
      one.channel === channel && one.alert.detector === alert.detector && one.alert.account === alert.account,
  );
  return new Set(same.map((one) => one.alert.subject.id));
}

function placeAll(telling: Telling, wanting: readonly Wanting[]): void {
  const left = wanting.filter((one) => !joinOpen(telling, one));
  for (const one of left) {
    if (joinOpen(telling, one)) continue;
    openMessage(telling, one, groupFor(telling.draft, one.alert, one.channel, alike(one, left)));
  }
}

/** What a maintenance explains collapses to one message, without a word in its thread. */
function placeMaintained(telling: Telling, alert: Alert): void {
  const { draft, settings } = telling;
  const channel = channelOf(alert, settings);
  const { suppressed } = alert;
  if (suppressed?.by !== 'maintenance' || channel === null) return;
  const group = `${MAINTENANCE}${suppressed.rule}`;
  const now = draft.message(alert.message);
  if (now?.group === group || now?.kind === 'digest') return;
  const message = draft.messages().find((one) => one.group === group && one.channel === channel);
  if (message && (isPosted(message) || message.alerts.length > 0)) joined(draft, message, alert);
  else if (!message) openMessage(telling, { alert, channel }, group);
  else fold(draft, alert, channel, settings);
}

/** @param isCatchingUp then only what is over is told, in the digest: what still fires in the end is told then */
export function tell(
  draft: Draft,
  alerts: readonly Alert[],
  isCatchingUp: boolean,
  settings: AlertSettings,
): void {
  const telling = { draft, settings };
  for (const alert of alerts) {
    const channel = channelOf(alert, settings);
    if (!wasMissed(telling, alert, isCatchingUp)) continue;
    if (channel === null) draft.put({ ...alert, suppressed: { by: 'no-channel' } });
    else fold(draft, alert, channel, settings);
  }
  if (isCatchingUp) return;
  for (const alert of alerts) if (isUntold(alert)) placeMaintained(telling, alert);
  const wanting = alerts
    .filter((alert) => isUntold(alert) && alert.suppressed === null && !hasPlace(telling, alert))
    .sort((a, b) => bySeverity(a.finding, b.finding))
    .flatMap((alert) => {
      const channel = channelOf(alert, settings);
      return channel === null ? [] : [{ alert, channel }];
    });
  for (const { alert, channel } of wanting)
    if (alert.severity === 'low') fold(draft, alert, channel, settings);
  placeAll(
    telling,
    wanting.filter(({ alert }) => alert.severity !== 'low'),
  );
}
