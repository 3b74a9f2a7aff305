/** Alerts on a virtual clock: findings as detectors give them, and a store in memory that keeps what rounds, ticks and deeds come to. */
import type { Alert, AlertEntry, AlertMessage, AlertReply } from '../../src/alerts/alert.ts';
import { resolvedSince } from '../../src/alerts/life/told.ts';
import type { Outcome, Round, Standing } from '../../src/alerts/round.ts';
import type { AlertRule } from '../../src/alerts/rule.ts';
import { ALERT_DEFAULTS, type AlertSettings } from '../../src/alerts/settings.ts';
import { step } from '../../src/alerts/step.ts';
import { isWaiting } from '../../src/alerts/telling/message.ts';
import { tick } from '../../src/alerts/tick.ts';
import { DETECTIONS, type Detection, type DetectorId, isDetectorId } from '../../src/diagnosis/detection.ts';
import type { Finding } from '../../src/diagnosis/diagnosis.ts';

/** 2026-11-23 08:00 UTC, a Monday. */
export const MONDAY = 1_795_420_800;
const ROUND = 300;
export const CHANNEL = 'C0ALERTS';
const ACCOUNT = '111122223333';
const ALL = Object.keys(DETECTIONS).filter(isDetectorId);

export function found(detector: DetectorId, id: string, changes: Partial<Detection> = {}): Finding {
  const detection: Detection = {
    subject: { kind: 'address', id, name: null },
    ...{ class: '', severity: 'medium', level: 2, size: 40 },
    measured: { what: 'distinct sources', value: 40, unit: 'count', normal: 4, basis: 'median of this hour' },
    ...{ first: MONDAY - 600, last: MONDAY, benign: 'A load test looks the same.', unseen: [], others: [] },
    ask: `reject ${id}`,
    ...changes,
  };
  return {
    ...{ verdict: 'detections', confidence: 0.9, summary: `${detector} at ${id}`, blocker: null },
    ...{ evidence: [], nextCheck: `reject ${id}`, detector, detection },
  };
}

export function rule(changes: Partial<AlertRule> = {}): AlertRule {
  return {
    ...{ number: 3, kind: 'mute', matcher: {}, startsAtMs: 0, endsAtMs: Number.MAX_SAFE_INTEGER },
    ...{ by: 'U0ANN', reason: 'a load test', channel: CHANNEL, createdAtMs: 0 },
    ...{ endedAtMs: null, toldOver: false },
    ...changes,
  };
}

interface Said {
  readonly atMs: number;
  readonly reply: AlertReply;
  /** The alert that it is about, as it was then. */
  readonly about: Alert | undefined;
}

interface Shown {
  readonly atMs: number;
  readonly message: AlertMessage;
  /** Its alerts, as they were then. */
  readonly alerts: readonly Alert[];
}

export interface Life {
  /** A round with these findings; so many seconds later then, five minutes unless it is told. */
  round(findings?: readonly Finding[], changes?: Partial<Round>, seconds?: number): Outcome;
  /** No process is up for so long. */
  down(seconds: number): void;
  /** So many seconds go by, with a tick every minute. */
  pass(seconds: number): void;
  /** What a person does, at this moment. */
  deed(outcome: Outcome): void;
  give(rule: AlertRule): void;
  readonly nowMs: () => number;
  readonly standing: () => Standing;
  /** All that there ever were. */
  readonly alerts: () => readonly Alert[];
  /** The latest of a detector. */
  readonly alert: (detector: DetectorId, id?: string) => Alert;
  /** Every post and edit. */
  readonly shown: readonly Shown[];
  readonly posts: () => readonly Shown[];
  readonly said: readonly Said[];
  readonly whats: () => readonly AlertReply['what'][];
  readonly entries: readonly AlertEntry[];
  /** Rules whose end was said in their channels. */
  readonly rulesOver: () => readonly number[];
}

const TICK = 60;

/**
 * Unless it is told, what is found is confirmed at once.
 *
 * @param again is handed what decides each round once more, on what came of it
 */
export function life(
  changes: Partial<AlertSettings> = {},
  confirmed: (detector: DetectorId) => 'at-once' | 'two-of-three' = () => 'at-once',
  again?: (sameRound: () => Outcome) => void,
): Life {
  const settings = { ...ALERT_DEFAULTS, channel: CHANNEL, ...changes };
  const alerts = new Map<string, Alert>();
  const messages = new Map<string, AlertMessage>();
  const rules = new Map<number, AlertRule>();
  const shown: Shown[] = [];
  const said: Said[] = [];
  const entries: AlertEntry[] = [];
  const rulesOver: number[] = [];
  let nowMs = MONDAY * 1000;

  function standing(): Standing {
    const [today, yesterday] = [nowMs, nowMs - 86_400_000].map((ms) =>
      new Date(ms).toISOString().slice(0, 10),
    );
    const since = resolvedSince(nowMs / 1000 - ROUND, settings.reopenWithin);
    const known = [...alerts.values()].filter(({ resolvedAt }) => resolvedAt === null || resolvedAt >= since);
    const told = [...messages.values()].filter(
      ({ kind, day, revision }) => kind === 'alert' && day === today && revision > 0,
    );
    const toldToday: Record<string, number> = {};
    for (const { channel } of told) toldToday[channel] = (toldToday[channel] ?? 0) + 1;
    const ids = new Set(known.map(({ message }) => message));
    return {
      alerts: known,
      messages: [...messages.values()].filter(
        (one) =>
          ids.has(one.id) ||
          ((one.day === today || one.day === yesterday) && (one.kind === 'digest' || isWaiting(one))),
      ),
      rules: [...rules.values()].filter(({ toldOver }) => !toldOver),
      toldToday,
    };
  }

  function keep(outcome: Outcome): Outcome {
    const before = new Map(standing().messages.map(({ id, revision }) => [id, revision]));
    // A new revision is what Slack is told.
    const revised = outcome.messages.filter(({ id, revision }) => revision > (before.get(id) ?? 0));
    for (const alert of outcome.alerts) {
      const number = alert.number === 0 ? (alerts.get(alert.id)?.number ?? alerts.size + 1) : alert.number;
      alerts.set(alert.id, { ...alert, number });
    }
    for (const one of outcome.messages) messages.set(one.id, one);
    for (const one of outcome.rules) rules.set(one.number, one);
    for (const { id } of revised) {
      const message = messages.get(id);
      if (!message) continue;
      const of = message.alerts.flatMap((alert) => alerts.get(alert) ?? []);
      shown.push({ atMs: nowMs, message, alerts: of });
      messages.set(id, { ...message, ts: message.ts ?? `${nowMs / 1000}.000100` });
    }
    said.push(...outcome.replies.map((reply) => ({ atMs: nowMs, reply, about: alerts.get(reply.alert) })));
    entries.push(...outcome.entries);
    rulesOver.push(...outcome.rulesOver);
    return outcome;
  }

  function pass(seconds: number): void {
    const until = nowMs + seconds * 1000;
    while (nowMs + TICK * 1000 <= until) {
      nowMs += TICK * 1000;
      keep(tick(nowMs, standing(), settings));
    }
    nowMs = until;
  }

  return {
    down(seconds) {
      nowMs += seconds * 1000;
    },
    round(findings = [], more = {}, seconds = ROUND) {
      const round: Round = {
        ...{ source: 'main', account: ACCOUNT, at: nowMs / 1000 - ROUND, nowMs, evaluated: ALL, findings },
        isCatchingUp: false,
        ...more,
      };
      const outcome = keep(step(round, standing(), settings, confirmed));
      again?.(() => step(round, standing(), settings, confirmed));
      pass(seconds);
      return outcome;
    },
    pass,
    deed: keep,
    give: (one) => rules.set(one.number, one),
    nowMs: () => nowMs,
    standing,
    alerts: () => [...alerts.values()],
    alert(detector, id) {
      const all = [...alerts.values()].filter(
        (one) => one.detector === detector && (id === undefined || one.subject.id === id),
      );
      const last = all.at(-1);
      if (!last) throw new Error(`no alert of ${detector}, only ${[...alerts.keys()].join(', ')}`);
      return last;
    },
    shown,
    posts: () => shown.filter(({ message }) => message.revision === 1),
    said,
    whats: () => said.map(({ reply }) => reply.what),
    entries,
    rulesOver: () => rulesOver,
  };
}
