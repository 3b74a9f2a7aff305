/** Brings up messages of alerts that are still nowhere: Slack or the store was away for longer than anybody tries, or nobody had invited flows. */
import type { AlertMessage } from '../../alerts/alert.ts';
import { isOn } from '../../alerts/life/state.ts';
import type { Desk } from '../desk.ts';
import { postOnce } from './telling.ts';
import { isUntold } from './trouble.ts';

/** What was to be told longer ago is brought up only as long as it goes on: nobody is flooded with what is over. Milliseconds. */
const FRESH = 86_400_000;
const OLDEST = 7 * FRESH;
/** What Slack refused is tried again so often, milliseconds. */
const REFUSED_EVERY = 300_000;

/** @returns one look, which never rejects */
export function createUntold(desk: Desk): () => Promise<void> {
  const { work, alerting, now, log } = desk;
  const { messages, alerts } = alerting.memory;
  const triedAt = new Map<string, number>();

  function trouble(error: unknown): void {
    log.error({ err: error }, 'messages of alerts that are nowhere were not brought up; it is tried again');
  }

  async function isDue({ id, alerts: of, openedAtMs }: AlertMessage, nowMs: number): Promise<boolean> {
    if (of.length === 0) return false;
    const last = triedAt.get(id) ?? Number.NEGATIVE_INFINITY;
    if (nowMs - last < REFUSED_EVERY && (await isUntold(desk, id))) return false;
    return nowMs - openedAtMs <= FRESH || (await alerts.byIds(of)).some(isOn);
  }

  async function bringUpAll(): Promise<void> {
    const nowMs = now();
    for (const message of await messages.unposted(nowMs - OLDEST)) {
      if (!(await isDue(message, nowMs))) continue;
      triedAt.set(message.id, nowMs);
      // A channel that is slow holds up no other.
      postOnce(work, message.id).catch(trouble);
    }
    for (const [id, at] of triedAt) if (nowMs - at > OLDEST) triedAt.delete(id);
  }

  return () => bringUpAll().catch(trouble);
}
