/** What of alerts is remembered, read back and checked: a store may be older than the process, or have been written to by hand. */
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { ALERT_SEVERITIES, DETECTOR_IDS } from '../diagnosis/detection.ts';
import type { Finding } from '../diagnosis/diagnosis.ts';
import { type AlertEntries, createAlertEntries } from '../store/alert-entries.ts';
import { type AlertMessages, createAlertMessages } from '../store/alert-messages.ts';
import { type AlertRules, createAlertRules } from '../store/alert-rules.ts';
import { type Alerts, createAlerts } from '../store/alerts.ts';
import type { Tables } from '../store/tables.ts';
import { ALERT_STATES, type Alert, type AlertDiagnosis, type AlertMessage } from './alert.ts';
import type { AlertRule } from './rule.ts';

const Detector = z.enum(DETECTOR_IDS);
const Severity = z.enum(ALERT_SEVERITIES);
const Ms = z.number();
const Seconds = z.number();

const Subject = z.object({
  kind: z.enum(['address', 'network-interface', 'subnet', 'flow-log', 'source']),
  id: z.string(),
  name: z.string().nullable(),
});

/** All that telling it reads; what shows it is shown where it is there. */
const Found = z.looseObject({
  verdict: z.string(),
  confidence: z.number(),
  summary: z.string(),
  evidence: z.array(z.unknown()),
  nextCheck: z.string(),
  detection: z.looseObject({
    subject: Subject,
    class: z.string(),
    severity: Severity,
    level: z.number(),
    size: z.number(),
    measured: z.looseObject({
      what: z.string(),
      value: z.number(),
      unit: z.string(),
      normal: z.number().nullable(),
      basis: z.string(),
    }),
    first: Seconds,
    last: Seconds,
    benign: z.string(),
    unseen: z.array(z.string()),
    others: z.array(z.string()),
    ask: z.string(),
  }),
});
const isFinding = (value: unknown) => Found.safeParse(value).success;

const isDiagnosis = (value: unknown) =>
  z.looseObject({ question: z.string(), verdict: z.string(), summary: z.string() }).safeParse(value).success;

const Suppression = z.union([
  z.object({ by: z.enum(['mute', 'expected', 'maintenance']), rule: z.int() }),
  z.object({ by: z.literal('snooze'), until: z.number() }),
  z.object({ by: z.literal('inhibited'), alert: z.string() }),
  z.object({ by: z.literal('flapping') }),
  z.object({ by: z.literal('digest') }),
  z.object({ by: z.literal('no-channel') }),
]);

const AlertBody: z.ZodType<Alert> = z.looseObject({
  id: z.string(),
  number: z.int(),
  key: z.string(),
  detector: Detector,
  source: z.string(),
  account: z.string(),
  subject: Subject,
  class: z.string(),
  state: z.enum(ALERT_STATES),
  severity: Severity,
  finding: z.custom<Finding>(isFinding, 'a finding with a detection'),
  first: Seconds,
  last: Seconds,
  firedAt: Seconds.nullable(),
  resolvedAt: Seconds.nullable(),
  left: z.exactOptional(z.enum(['source', 'detector'])),
  rounds: z.string(),
  evaluatedAt: z.exactOptional(Seconds),
  knownUntilMs: z.exactOptional(Ms),
  reopened: z.int(),
  isFlapping: z.boolean(),
  suppressed: Suppression.nullable(),
  owner: z.string().nullable(),
  ackedAtMs: Ms.nullable(),
  snoozedUntilMs: Ms.nullable(),
  reminded: z.int(),
  remindAtMs: Ms.nullable(),
  toldSize: z.number(),
  toldSeverity: Severity.nullable(),
  channel: z.string().nullable(),
  message: z.string().nullable(),
  diagnosis: z.custom<AlertDiagnosis>(isDiagnosis, 'a diagnosis with its question').nullable(),
  updatedAtMs: Ms,
});

const MessageBody: z.ZodType<AlertMessage> = z.looseObject({
  id: z.string(),
  channel: z.string(),
  kind: z.enum(['alert', 'digest']),
  group: z.string(),
  day: z.string(),
  alerts: z.array(z.string()),
  revision: z.int(),
  openedAtMs: Ms,
  postAfterMs: Ms,
  editedAtMs: Ms,
  ts: z.string().nullable(),
});

const Block = z.object({
  kind: z.literal('cidr'),
  family: z.union([z.literal(4), z.literal(6)]),
  text: z.string(),
  prefix: z.int(),
});

const RuleBody: z.ZodType<AlertRule> = z.looseObject({
  number: z.int(),
  kind: z.enum(['mute', 'maintenance', 'expected']),
  matcher: z.object({
    detectors: z.exactOptional(z.array(Detector)),
    subjects: z.exactOptional(z.array(z.string())),
    blocks: z.exactOptional(z.array(Block)),
    classes: z.exactOptional(z.array(z.string())),
    sources: z.exactOptional(z.array(z.string())),
    severities: z.exactOptional(z.array(Severity)),
  }),
  alert: z.exactOptional(z.int()),
  startsAtMs: Ms,
  endsAtMs: Ms,
  by: z.string(),
  reason: z.string(),
  channel: z.string().nullable(),
  createdAtMs: Ms,
  endedAtMs: Ms.nullable(),
  toldOver: z.boolean(),
});

export interface AlertMemory {
  readonly alerts: Alerts<Alert>;
  readonly messages: AlertMessages<AlertMessage>;
  readonly rules: AlertRules<AlertRule>;
  readonly entries: AlertEntries;
}

/**
 * What is read from it by its name rejects with a ZodError for what is no alert, message or rule.
 *
 * @param onUnreadable hears of alerts that lists leave out for that
 */
export function createAlertMemory(
  db: Kysely<Tables>,
  onUnreadable: (id: string, error: unknown) => void = () => {},
): AlertMemory {
  return {
    alerts: createAlerts(db, (body) => AlertBody.parse(body), onUnreadable),
    messages: createAlertMessages(db, (body) => MessageBody.parse(body)),
    rules: createAlertRules(db, (body) => RuleBody.parse(body)),
    entries: createAlertEntries(db),
  };
}
