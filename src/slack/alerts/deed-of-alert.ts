/** Looks after an alert, or snoozes it: what goes on alone, and of sources that the person may ask there. */
import type { Visitor } from '../../access/access.ts';
import type { Alert } from '../../alerts/alert.ts';
import { acknowledge, snooze } from '../../alerts/deeds.ts';
import type { Outcome, Standing } from '../../alerts/round.ts';
import type { AckAction, SnoozeAction } from '../../commands/action.ts';
import { shortTime, zoneName } from '../../present/time.ts';
import type { Problem } from '../delivery/problems.ts';
import type { Desk } from '../desk.ts';
import { type Done, isProblem, SEE_ALL } from './done.ts';
import { alertFor } from './visible.ts';

/** All alerts of one message that nobody looks after. */
export interface AckAllAction {
  readonly kind: 'ack-all';
  /** The id of the message. */
  readonly message: string;
}

const OVER: Problem = { problem: 'That alert is over already.', todo: SEE_ALL };
const NOTHING: Problem = {
  problem: 'There is nothing here for you to acknowledge.',
  todo: SEE_ALL,
};
const NO_CHANGE: Outcome = { alerts: [], entries: [], messages: [], replies: [], rulesOver: [], rules: [] };

/** @param id of the work, under which it is done once. @param nowMs when they said so, milliseconds since the epoch */
type DoOnce<D> = (id: string, deed: D, by: Visitor, nowMs: number) => Promise<Done>;

interface AlertDeeds {
  readonly ack: DoOnce<AckAction>;
  readonly ackAll: DoOnce<AckAllAction>;
  readonly snoozed: DoOnce<SnoozeAction>;
}

export function createAlertDeeds(desk: Desk): AlertDeeds {
  const { alerting, timeZones } = desk;
  const { memory, decide, settings } = alerting;

  /** As it stands; what is over for long cannot be changed any more. */
  async function changed(
    id: string,
    number: number,
    by: Visitor,
    change: (alert: Alert, standing: Standing) => Outcome,
  ): Promise<Alert | Problem> {
    const seen = await alertFor(desk, number, by);
    if (seen.kind === 'refused') return { problem: seen.because, todo: seen.todo };
    const { alert } = seen;
    if (alert.state === 'resolved') return OVER;
    await decide({
      id,
      decide(standing) {
        const current = standing.alerts.find((one) => one.id === alert.id);
        return current ? change(current, standing) : NO_CHANGE;
      },
    });
    return alert;
  }

  async function ack(id: string, { alert: number, owner }: AckAction, by: Visitor, nowMs: number) {
    const who = owner ?? by.user;
    const done = await changed(id, number, by, (alert, standing) =>
      acknowledge({ by: by.user, nowMs }, alert, who, standing, settings),
    );
    if ('problem' in done) return done;
    const said = who === by.user ? 'You look' : `<@${who}> looks`;
    return { said: `:eyes: ${said} after *A-${number}* now.`, sources: [done.source] };
  }

  async function ackAll(id: string, { message }: AckAllAction, by: Visitor, nowMs: number): Promise<Done> {
    const told = await memory.messages.get(message);
    // What was acknowledged before a crash is theirs by now.
    const isTheirs = ({ owner, ackedAtMs }: Alert) => owner === by.user && ackedAtMs === nowMs;
    const open = (await memory.alerts.byIds(told?.alerts ?? [])).filter(
      (alert) => alert.state !== 'resolved' && (alert.owner === null || isTheirs(alert)),
    );
    const sources = new Set<string>();
    for (const { number } of open) {
      const done = await ack(`${id}/${number}`, { kind: 'ack', alert: number, owner: null }, by, nowMs);
      if (!isProblem(done)) for (const source of done.sources) sources.add(source);
    }
    if (sources.size === 0) return NOTHING;
    return { said: ':eyes: You look after all of these now.', sources: [...sources] };
  }

  async function snoozed(
    id: string,
    { alert: number, seconds }: SnoozeAction,
    by: Visitor,
    nowMs: number,
  ): Promise<Done> {
    const done = await changed(id, number, by, (alert, standing) =>
      snooze({ by: by.user, nowMs }, alert, seconds, standing, settings),
    );
    if ('problem' in done) return done;
    const until = Math.floor(nowMs / 1000) + seconds;
    const style = { timeZone: await timeZones.of(by.user) };
    const end = `${shortTime(until, style, nowMs / 1000)} ${zoneName(until, style)}`;
    return { said: `:zzz: *A-${number}* is silent until ${end}.`, sources: [done.source] };
  }

  return { ack, ackAll, snoozed };
}
