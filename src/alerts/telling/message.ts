/** Messages as they are opened, joined, and changed: an edit is let through every few minutes only, and a first post after the group wait. */
import type { Alert, AlertMessage } from '../alert.ts';
import type { Draft } from '../draft.ts';

/** Edits are silent, but who reads a message that moves all the time does not read it. */
const EDIT_EVERY_MS = 300_000;

/** The day of UTC of a moment: `2026-11-25`. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

export function isPosted({ revision }: AlertMessage): boolean {
  return revision > 0;
}

/** @param waitMs before it is posted */
export function opened(
  draft: Draft,
  parts: Pick<AlertMessage, 'id' | 'channel' | 'kind' | 'group'>,
  waitMs: number,
): AlertMessage {
  const { nowMs } = draft;
  return {
    ...parts,
    ...{ day: dayOf(nowMs), alerts: [], revision: 0, ts: null },
    ...{ openedAtMs: nowMs, postAfterMs: nowMs + waitMs, editedAtMs: nowMs },
  };
}

/** Its posting, or an edit, waits for its time. */
export function isWaiting({ revision, alerts, postAfterMs, editedAtMs }: AlertMessage): boolean {
  return revision === 0 ? alerts.length > 0 : postAfterMs > editedAtMs;
}

/** It is to be edited as soon as edits are let through. */
export function changed(draft: Draft, id: string | null): void {
  const message = draft.message(id);
  if (!message || !isPosted(message) || isWaiting(message)) return;
  draft.putMessage({ ...message, postAfterMs: Math.max(message.editedAtMs + EDIT_EVERY_MS, draft.nowMs) });
}

/** It is edited, or posted, now: the person who pressed a button waits for it. */
export function shownNow(draft: Draft, message: AlertMessage): void {
  const { nowMs } = draft;
  draft.putMessage({ ...message, revision: message.revision + 1, editedAtMs: nowMs, postAfterMs: nowMs });
}

const DAY_MS = 86_400_000;

/** It is edited once more, to say that what it told of goes on in another: at once where it is of a day whose messages nobody waits for any more. */
function left(draft: Draft, message: AlertMessage | undefined): void {
  if (!message || !isPosted(message)) return;
  if (message.day < dayOf(draft.nowMs - DAY_MS)) shownNow(draft, message);
  else changed(draft, message.id);
}

export function joined(draft: Draft, message: AlertMessage, alert: Alert): void {
  if (alert.message !== message.id) left(draft, draft.message(alert.message));
  const alerts = [...new Set([...message.alerts, alert.id])];
  draft.putMessage({ ...message, alerts });
  draft.put({ ...alert, channel: message.channel, message: message.id });
  changed(draft, message.id);
}
