/** What is known, while it is being changed: each part of a round, a tick or a deed reads what those before it left, and what differs in the end is the outcome. */
import { isDeepStrictEqual } from 'node:util';
import type { AlertSeverity } from '../diagnosis/detection.ts';
import type { Alert, AlertEntry, AlertMessage, AlertReply } from './alert.ts';
import { rank } from './life/sight.ts';
import type { Outcome, Standing } from './round.ts';
import type { AlertRule } from './rule.ts';

export interface Draft {
  readonly nowMs: number;
  readonly rules: () => readonly AlertRule[];
  readonly alerts: () => readonly Alert[];
  readonly messages: () => readonly AlertMessage[];
  readonly alert: (id: string) => Alert | undefined;
  readonly message: (id: string | null) => AlertMessage | undefined;
  /** As it was before; null for a new one. */
  readonly before: (id: string) => Alert | null;
  /** What equals what is there changes nothing. */
  readonly put: (alert: Alert) => void;
  readonly putMessage: (message: AlertMessage) => void;
  readonly putRule: (rule: AlertRule) => void;
  /** For the alert's history. */
  readonly enter: (alert: Alert, what: string, by?: string) => void;
  /** Once a message, about the most severe, where the same is said of several at once. @param of which of its kind, where there can be several: the same is said once */
  readonly reply: (
    message: AlertMessage,
    alert: Alert,
    what: AlertReply['what'],
    of: string | number,
  ) => void;
  /** Its end is said in the channel in which it was made. */
  readonly tellOver: (rule: AlertRule) => void;
  /** Messages of a channel that count for today. */
  readonly told: (channel: string) => number;
  readonly countTold: (channel: string) => void;
  readonly outcome: () => Outcome;
}

export function draftOf(standing: Standing, nowMs: number): Draft {
  const before = new Map(standing.alerts.map((alert) => [alert.id, alert]));
  const messagesBefore = new Map(standing.messages.map((message) => [message.id, message]));
  const alerts = new Map(before);
  const messages = new Map(messagesBefore);
  const rules = new Map(standing.rules.map((rule) => [rule.number, rule]));
  const told = new Map(Object.entries(standing.toldToday));
  const entries = new Map<string, AlertEntry>();
  const replies = new Map<string, { readonly severity: AlertSeverity; readonly reply: AlertReply }>();
  const rulesOver = new Set<number>();

  return {
    nowMs,
    rules: () => [...rules.values()],
    alerts: () => [...alerts.values()],
    messages: () => [...messages.values()],
    alert: (id) => alerts.get(id),
    message: (id) => (id === null ? undefined : messages.get(id)),
    before: (id) => before.get(id) ?? null,
    put(alert) {
      if (!isDeepStrictEqual(alerts.get(alert.id), alert))
        alerts.set(alert.id, { ...alert, updatedAtMs: nowMs });
    },
    putMessage: (message) => messages.set(message.id, message),
    putRule: (rule) => rules.set(rule.number, rule),
    enter({ id: alert }, what, by) {
      const id = `${alert}|${nowMs}|${what}`;
      entries.set(id, { id, alert, atMs: nowMs, by: by ?? null, what });
    },
    reply({ id: message }, { id: alert, severity }, what, of) {
      const key = `${message}|${what}`;
      const said = replies.get(key);
      const isWorst = !said || rank(severity) < rank(said.severity);
      const reply = isWorst ? { id: `${alert}|${what}|${of}`, message, alert, what } : said.reply;
      const more = said ? (said.reply.more ?? 0) + 1 : 0;
      replies.set(key, {
        severity: isWorst ? severity : said.severity,
        reply: more === 0 ? reply : { ...reply, more },
      });
    },
    tellOver: ({ number }) => rulesOver.add(number),
    told: (channel) => told.get(channel) ?? 0,
    countTold: (channel) => told.set(channel, (told.get(channel) ?? 0) + 1),
    outcome: () => ({
      alerts: [...alerts.values()].filter((alert) => alert !== before.get(alert.id)),
      messages: [...messages.values()].filter((one) => !isDeepStrictEqual(one, messagesBefore.get(one.id))),
      rules: [...rules.values()].filter((rule) => !standing.rules.includes(rule)),
      entries: [...entries.values()],
      replies: [...replies.values()].map(({ reply }) => reply),
      rulesOver: [...rulesOver],
    }),
  };
}
