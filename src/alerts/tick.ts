/** What time alone brings, between rounds: messages whose wait is over, reminders, snoozes and mutes that end, and the digest of a new day. Pure. */
import type { Alert, AlertMessage } from './alert.ts';
import { type Draft, draftOf } from './draft.ts';
import { endLeft, type Watched } from './life/left.ts';
import { isOn } from './life/state.ts';
import { isHushed } from './life/suppression.ts';
import type { Outcome, Standing } from './round.ts';
import type { AlertRule } from './rule.ts';
import type { AlertSettings } from './settings.ts';
import { rollOver } from './telling/digest.ts';
import { changed } from './telling/message.ts';
import { release } from './telling/release.ts';

/** The message in which people were told of it. */
function toldIn(draft: Draft, { toldSeverity, message }: Alert): AlertMessage | undefined {
  return toldSeverity === null ? undefined : draft.message(message);
}

function endSnoozes(draft: Draft): void {
  for (const alert of draft.alerts()) {
    const { snoozedUntilMs: until, suppressed } = alert;
    if (until === null || until > draft.nowMs) continue;
    const isSnoozed = suppressed?.by === 'snooze';
    draft.put({ ...alert, snoozedUntilMs: null, suppressed: isSnoozed ? null : suppressed });
    if (!isSnoozed || !isOn(alert)) continue;
    draft.enter(alert, 'the snooze is over');
    const message = toldIn(draft, alert);
    if (message) draft.reply(message, alert, 'snooze-over', until);
    changed(draft, alert.message);
  }
}

/** What is expected must be looked at, whatever is said in threads. Of others it is enough if those who read of their alerts hear it. */
function endRule(draft: Draft, rule: AlertRule): void {
  const { number, kind, channel } = rule;
  const said = new Set<string>();
  for (const alert of draft.alerts()) {
    const { suppressed } = alert;
    if (!suppressed || !('rule' in suppressed) || suppressed.rule !== number || !isOn(alert)) continue;
    draft.put({ ...alert, suppressed: null });
    draft.enter(alert, `M-${number} is over`);
    const message = toldIn(draft, alert);
    if (message && !said.has(message.id)) {
      draft.reply(message, alert, 'mute-over', number);
      said.add(message.id);
    }
    changed(draft, alert.message);
  }
  if (channel !== null && (kind === 'expected' || said.size === 0)) draft.tellOver(rule);
}

function endRules(draft: Draft): void {
  for (const rule of draft.rules()) {
    if (rule.toldOver || rule.endedAtMs !== null || rule.endsAtMs > draft.nowMs) continue;
    draft.putRule({ ...rule, toldOver: true });
    endRule(draft, rule);
  }
}

/** The first reminder is not a repetition; of who looks after it, each is. */
function mostReminders({ ackedAtMs }: Alert, { repeatTimes }: AlertSettings): number {
  return repeatTimes + (ackedAtMs === null ? 1 : 0);
}

function reminded(alert: Alert, nowMs: number, settings: AlertSettings): Alert {
  const times = alert.reminded + 1;
  const isLast = times >= mostReminders(alert, settings);
  return { ...alert, reminded: times, remindAtMs: isLast ? null : nowMs + settings.repeatEvery * 1000 };
}

/** One reminder a message, however many of its alerts wait for somebody. What recovers is not said to fire still; it is due if it does again. */
function remind(draft: Draft, settings: AlertSettings): void {
  const said = new Set<string>();
  for (const alert of draft.alerts()) {
    const { state, remindAtMs, ackedAtMs } = alert;
    if (remindAtMs === null || remindAtMs > draft.nowMs || state !== 'firing' || isHushed(alert)) continue;
    const message = toldIn(draft, alert);
    const what = ackedAtMs === null ? 'reminder' : 'still-firing';
    draft.put(reminded(alert, draft.nowMs, settings));
    if (!message || said.has(`${what} ${message.id}`)) continue;
    said.add(`${what} ${message.id}`);
    draft.reply(message, alert, what, remindAtMs);
    draft.enter(alert, what === 'reminder' ? 'reminder: nobody looks after it' : 'reminder: it goes on');
  }
}

/**
 * What is told anew because a snooze or a mute is over is told by the next round, which knows whether it still fires.
 *
 * @param watched what is looked at; null for all
 */
export function tick(
  nowMs: number,
  standing: Standing,
  settings: AlertSettings,
  watched: Watched | null = null,
): Outcome {
  const draft = draftOf(standing, nowMs);
  if (watched) endLeft(draft, watched);
  endSnoozes(draft);
  endRules(draft);
  remind(draft, settings);
  rollOver(draft, settings);
  release(draft, settings);
  return draft.outcome();
}
