/** Looks after an alert, or snoozes it: what goes on alone, and of sources that the person may ask there. */
import type { Visitor } from '../../access/access.ts';
import type { Alert } from '../../alerts/alert.ts';
import { acknowledge, endSnooze, snooze } from '../../alerts/deeds.ts';
import type { Outcome, Standing } from '../../alerts/round.ts';
import type { AckAction, SnoozeAction } from '../../commands/action.ts';
import { shortTime, zoneName } from '../../present/time.ts';
import type { Problem } from '../delivery/problems.ts';
import type { Desk } from '../desk.ts';
import { type Done, isProblem, NO_CHANGE, SEE_ALL } from './done.ts';
import { alertFor } from './visible.ts';

/** It was pressed, not typed: whoever presses later than another does not take over, since they may not have seen that. */
export interface PressedAck extends AckAction {
  readonly isPressed: true;
}

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

/** @param id of the work, under which it is done once. @param nowMs when they said so, milliseconds since the epoch */
type DoOnce<D> = (id: string, deed: D, by: Visitor, nowMs: number) => Promise<Done>;

interface AlertDeeds {
  readonly ack: DoOnce<AckAction | PressedAck>;
  readonly ackAll: DoOnce<AckAllAction>;
  readonly snoozed: DoOnce<SnoozeAction>;
}

export function createAlertDeeds(desk: Desk): AlertDeeds {
  const { alerting, timeZones, names } = desk;
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

  async function ack(id: string, deed: AckAction | PressedAck, by: Visitor, nowMs: number): Promise<Done> {
    const number = deed.alert;
    const who = deed.owner ?? by.user;
    let before: string | null = null;
    const done = await changed(id, number, by, (alert, standing) => {
      before = alert.owner === who ? null : alert.owner;
      if ('isPressed' in deed && before !== null) return NO_CHANGE;
      return acknowledge({ by: by.user, nowMs }, alert, who, standing, settings);
    });
    if (isProblem(done)) return done;
    if ('isPressed' in deed && before !== null)
      return {
        problem: `${await names.of(before)} looks after A-${number} already.`,
        todo: `Take it over: \`/flows ack A-${number}\``,
      };
    const said = who === by.user ? 'You look' : `<@${who}> looks`;
    const did = before === null ? '' : `; <@${before}> did before`;
    return { said: `:eyes: ${said} after *A-${number}* now${did}.`, sources: [done.source] };
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
      const pressed = { kind: 'ack', alert: number, owner: null, isPressed: true } as const;
      const done = await ack(`${id}/${number}`, pressed, by, nowMs);
      if (!isProblem(done)) for (const source of done.sources) sources.add(source);
    }
    if (sources.size === 0) return NOTHING;
    return { said: ':eyes: You look after all of these now.', sources: [...sources] };
  }

  async function awake(id: string, number: number, by: Visitor, nowMs: number): Promise<Done> {
    let isSnoozed = false;
    const done = await changed(id, number, by, (alert, standing) => {
      isSnoozed = alert.snoozedUntilMs !== null;
      return isSnoozed ? endSnooze({ by: by.user, nowMs }, alert, standing, settings) : NO_CHANGE;
    });
    if (isProblem(done)) return done;
    if (!isSnoozed) return { said: `*A-${number}* is not snoozed.`, sources: [done.source] };
    const said = `:alarm_clock: The snooze of *A-${number}* has ended. If it still fires, it is told again.`;
    return { said, sources: [done.source] };
  }

  async function snoozed(
    id: string,
    { alert: number, seconds }: SnoozeAction,
    by: Visitor,
    nowMs: number,
  ): Promise<Done> {
    if (seconds === 0) return awake(id, number, by, nowMs);
    const done = await changed(id, number, by, (alert, standing) =>
      snooze({ by: by.user, nowMs }, alert, seconds, standing, settings),
    );
    if (isProblem(done)) return done;
    const until = Math.floor(nowMs / 1000) + seconds;
    const style = { timeZone: await timeZones.of(by.user) };
    const end = `${shortTime(until, style, nowMs / 1000)} ${zoneName(until, style)}`;
    return { said: `:zzz: *A-${number}* is silent until ${end}.`, sources: [done.source] };
  }

  return { ack, ackAll, snoozed };
}
