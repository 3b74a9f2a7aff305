/** Makes and ends mutes, maintenances and what is expected: nobody silences, or lets be told again, what they may not see. */
import type { Visitor } from '../../access/access.ts';
import { beginRule, endRule, ruleOf } from '../../alerts/deeds.ts';
import { matches } from '../../alerts/life/matching.ts';
import { isOn } from '../../alerts/life/state.ts';
import type { AlertRule } from '../../alerts/rule.ts';
import type { MuteAction } from '../../commands/action.ts';
import { shown } from '../../commands/grammar/problem.ts';
import type { AlertMatcher } from '../../diagnosis/alert-matcher.ts';
import { ruleText } from '../../present/alerts/rules-message.ts';
import { code } from '../../present/mrkdwn.ts';
import { counted } from '../../present/quantities.ts';
import type { Problem } from '../delivery/problems.ts';
import type { Desk } from '../desk.ts';
import { type Done, NO_CHANGE } from './done.ts';
import { alertFor, isVisible } from './visible.ts';

/** @param id of the work, under which it is done once. @param nowMs when they said so, milliseconds since the epoch */
type DoOnce = (id: string, deed: MuteAction, by: Visitor, nowMs: number) => Promise<Done>;

export function createRuleDeeds(desk: Desk): DoOnce {
  const { alerting, gate, store, now, sources: all, timeZones } = desk;
  const { memory, decide, settings } = alerting;

  /** Of the sources that they may ask alone: nobody silences what they may not see. */
  async function within(matcher: AlertMatcher, by: Visitor): Promise<AlertMatcher | Problem> {
    const access = await gate.admit(by);
    if (access.kind === 'refused') return { problem: access.because, todo: access.todo };
    const theirs = access.sources.map(({ name }) => name);
    const { sources } = matcher;
    if (!sources) return theirs.length === all.length ? matcher : { ...matcher, sources: theirs };
    const foreign = sources.find((name) => !theirs.includes(name));
    if (foreign === undefined) return matcher;
    // The same for one that is not theirs as for one that is not there.
    return {
      problem: `${shown(foreign)} is no source that you may ask here, so you cannot silence it.`,
      todo: `Those that you may: ${theirs.map((name) => `\`in ${name}\``).join(', ')}`,
    };
  }

  async function made(
    id: string,
    action: Extract<MuteAction, { do: 'make' }>,
    by: Visitor,
    nowMs: number,
  ): Promise<Done> {
    const seen = action.alert === null ? null : await alertFor(desk, action.alert, by);
    if (seen?.kind === 'refused') return { problem: seen.because, todo: seen.todo };
    const deed = { by: by.user, nowMs };
    const wanted = ruleOf(action, seen?.alert ?? null, deed, by.channel);
    const matcher = await within(wanted.matcher, by);
    if ('problem' in matcher) return matcher;
    const rule: AlertRule = { ...wanted, matcher };
    const number = await store.db.transaction().execute((on) => memory.rules.make(on, id, rule));
    const stored = { ...rule, number };
    let meant = 0;
    const outcome = await decide({
      id,
      decide(standing) {
        meant = standing.alerts.filter((alert) => isOn(alert) && matches(matcher, alert)).length;
        return beginRule(deed, stored, standing, settings);
      },
    });
    const style = { timeZone: await timeZones.of(by.user) };
    const times = { startsAt: action.startsAt, endsAt: action.endsAt };
    const silenced = (outcome?.alerts ?? []).filter(({ suppressed }) => suppressed !== null).length;
    const nothing = meant === 0 ? ' Nothing that goes on is meant by it.' : '';
    const effect =
      silenced === 0
        ? nothing
        : ` ${counted(silenced, 'alert')} that went on ${silenced === 1 ? 'is' : 'are'} silent now.`;
    const said = `:mute: *M-${number}*  ${ruleText({ ...stored, ...times }, Math.floor(nowMs / 1000), style)}.${effect} End it: ${code(`/flows mute end M-${number}`)}`;
    return { said, sources: rule.matcher.sources ?? [], rule: number };
  }

  async function ended(
    id: string,
    { rule: number }: Extract<MuteAction, { do: 'end' }>,
    by: Visitor,
    nowMs: number,
  ): Promise<Done> {
    const access = await gate.admit(by);
    if (access.kind === 'refused') return { problem: access.because, todo: access.todo };
    const rule = await memory.rules.get(number);
    const named = rule?.matcher.sources ?? all.map(({ name }) => name);
    if (!rule || !named.every((source) => isVisible(access, { source })))
      return {
        problem: `There is no M-${number} that you can end here.`,
        todo: 'See those that are: `/flows alerts rules`',
      };
    const sources = rule.matcher.sources ?? [];
    // By this very deed, where it is done again after a crash.
    const isOwn = rule.endedAtMs === nowMs;
    const isOver = rule.endedAtMs !== null || rule.endsAtMs <= now();
    if (isOver && !isOwn) return { said: `:loud_sound: *M-${number}* was over already.`, sources };
    if (!isOver)
      await decide({
        id,
        decide(standing) {
          // Somebody else may have ended it at the same time.
          const current = standing.rules.find((one) => one.number === number);
          return current ? endRule({ by: by.user, nowMs }, current, standing, settings) : NO_CHANGE;
        },
      });
    return {
      said: `:loud_sound: *M-${number}* has ended. What still fires is told again.`,
      sources,
    };
  }

  return (id, deed, by, nowMs) =>
    deed.do === 'make' ? made(id, deed, by, nowMs) : ended(id, deed, by, nowMs);
}
