/** What people do with alerts: look after one, snooze it, and make or end a mute, a maintenance or what is expected. Each is to be seen at once. Pure. */
import type { MuteAction } from '../commands/action.ts';
import type { AlertMatcher } from '../diagnosis/alert-matcher.ts';
import type { Alert } from './alert.ts';
import { type Draft, draftOf } from './draft.ts';
import { matches } from './life/matching.ts';
import { isOn } from './life/state.ts';
import { suppress } from './life/suppress.ts';
import type { Outcome, Standing } from './round.ts';
import type { AlertRule } from './rule.ts';
import type { AlertSettings } from './settings.ts';
import { isPosted, shownNow } from './telling/message.ts';
import { utcMinute } from './utc-minute.ts';

export interface Deed {
  /** A Slack user id. */
  readonly by: string;
  readonly nowMs: number;
}

/** Messages that show any of these alerts are edited at once; one that is not posted yet shows it when it is. */
function showAll(draft: Draft, alerts: readonly Alert[]): void {
  for (const id of new Set(alerts.map(({ message }) => message))) {
    const message = draft.message(id);
    if (message && isPosted(message)) shownNow(draft, message);
  }
}

/** Whoever looks after it is reminded as long as it goes on, and nobody else is. */
export function acknowledge(
  { by, nowMs }: Deed,
  alert: Alert,
  owner: string,
  standing: Standing,
  settings: AlertSettings,
): Outcome {
  const draft = draftOf(standing, nowMs);
  const remindAtMs = isOn(alert) ? nowMs + settings.repeatEvery * 1000 : null;
  draft.put({ ...alert, owner, ackedAtMs: nowMs, reminded: 0, remindAtMs });
  draft.enter(alert, owner === by ? 'looks after it' : `<@${owner}> looks after it`, by);
  showAll(draft, [alert]);
  return draft.outcome();
}

/** @param untilMs null for no more */
function withSnooze(
  { by, nowMs }: Deed,
  { alert, untilMs }: { readonly alert: Alert; readonly untilMs: number | null },
  standing: Standing,
  settings: AlertSettings,
): Outcome {
  const draft = draftOf(standing, nowMs);
  const after = { ...alert, snoozedUntilMs: untilMs };
  draft.put(after);
  draft.enter(
    alert,
    untilMs === null ? 'ended the snooze' : `snoozed until ${utcMinute(Math.floor(untilMs / 1000))}`,
    by,
  );
  suppress(draft, [after], settings);
  showAll(draft, [alert]);
  return draft.outcome();
}

/** @param seconds from now on; then it is told again if it still fires */
export function snooze(
  deed: Deed,
  alert: Alert,
  seconds: number,
  standing: Standing,
  settings: AlertSettings,
): Outcome {
  return withSnooze(deed, { alert, untilMs: deed.nowMs + seconds * 1000 }, standing, settings);
}

/** What it kept from being told, and still fires, is told by the next round. */
export function endSnooze(deed: Deed, alert: Alert, standing: Standing, settings: AlertSettings): Outcome {
  return withSnooze(deed, { alert, untilMs: null }, standing, settings);
}

/** Alerts like this one: whatever attacks, however large, at the same subject. */
function alertsLike({ detector, source, subject, class: of }: Alert): AlertMatcher {
  return { detectors: [detector], sources: [source], subjects: [subject.id], classes: [of] };
}

function isEmpty(matcher: AlertMatcher): boolean {
  return Object.keys(matcher).length === 0;
}

/**
 * The rule that a person asks for, to be stored.
 *
 * @param about the alert that it is said about
 */
export function ruleOf(
  { rule: kind, matcher, startsAt, endsAt, reason }: Extract<MuteAction, { do: 'make' }>,
  about: Alert | null,
  { by, nowMs }: Deed,
  channel: string | null,
): AlertRule {
  return {
    ...{ number: 0, kind, matcher: about && isEmpty(matcher) ? alertsLike(about) : matcher },
    ...(about && { alert: about.number }),
    ...{ startsAtMs: startsAt * 1000, endsAtMs: endsAt * 1000 },
    ...{ by, reason, channel, createdAtMs: nowMs, endedAtMs: null, toldOver: false },
  };
}

function applied(draft: Draft, rule: AlertRule, deed: string, by: string, settings: AlertSettings): Outcome {
  const meant = draft.alerts().filter((alert) => isOn(alert) && matches(rule.matcher, alert));
  for (const alert of meant) draft.enter(alert, deed, by);
  suppress(draft, meant, settings);
  showAll(
    draft,
    meant.filter(({ id }) => draft.alert(id) !== draft.before(id)),
  );
  return draft.outcome();
}

/** @param rule as it was stored, with its number */
export function beginRule(deed: Deed, rule: AlertRule, standing: Standing, settings: AlertSettings): Outcome {
  const draft = draftOf({ ...standing, rules: [...standing.rules, rule] }, deed.nowMs);
  // What begins later is no news of an alert before that.
  if (rule.startsAtMs > deed.nowMs) return draft.outcome();
  return applied(draft, rule, `${rule.kind} M-${rule.number}: ${rule.reason}`, deed.by, settings);
}

/** What it kept from being told, and still fires, is told by the next round. */
export function endRule(deed: Deed, rule: AlertRule, standing: Standing, settings: AlertSettings): Outcome {
  const draft = draftOf(standing, deed.nowMs);
  draft.putRule({ ...rule, endedAtMs: deed.nowMs, toldOver: true });
  return applied(draft, rule, `M-${rule.number} ended`, deed.by, settings);
}
