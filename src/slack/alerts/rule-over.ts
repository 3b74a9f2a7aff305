/** Says in a channel that what silenced alerts there is over, once. */
import { ruleOverMessage } from '../../present/alerts/rule-over.ts';
import { type Failure, failureText } from '../delivery/failure.ts';
import { simpleForms } from '../delivery/forms.ts';
import { Unsettled } from '../delivery/unsettled.ts';
import type { Worker } from '../delivery/work.ts';
import type { Desk } from '../desk.ts';
import { lookAtPlace, UTC } from './shown.ts';
import { viewOf } from './view.ts';

/** The kind of the work. */
export const RULE_OVER = 'alert-rule-over';

export interface RuleOver {
  /** Its number. */
  readonly rule: number;
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

function notKnown(rule: number, failure: Failure): Unsettled {
  return new Unsettled(`It is not known whether the end of M-${rule} was told: ${failureText(failure)}`);
}

/** @throws Unsettled where it is not known whether it was said, so that the work is done again */
export function ruleOverWorker(desk: Desk): Worker<RuleOver> {
  const { alerting, now, log } = desk;
  const notTold = (rule: number, because: string) =>
    log.warn({ rule, because }, 'the end of what silenced alerts was not told');
  return async (_, { rule: number }, steps) => {
    const rule = await alerting.memory.rules.get(number);
    if (!rule || rule.channel === null) return;
    const place = await lookAtPlace(desk, rule.channel);
    if (!place.ok) throw notKnown(number, place.failure);
    if (place.value) return notTold(number, place.value.problem);
    const times = { startsAt: seconds(rule.startsAtMs), endsAt: seconds(rule.endsAtMs) };
    const about = rule.alert === undefined ? null : await alerting.memory.alerts.get(rule.alert);
    const view = about && viewOf(about, now());
    const said = ruleOverMessage({ ...rule, ...times }, view, UTC, seconds(now()));
    await steps.anew('notice');
    const posted = await steps.post('notice', { channel: rule.channel, thread: null }, simpleForms(said));
    if (posted.ok) return;
    if (posted.failure.kind !== 'refused') throw notKnown(number, posted.failure);
    notTold(number, failureText(posted.failure));
  };
}
