/** Alerts to tell people of: one as it is met in life, and arbitrary ones with hostile text and odd numbers. */
import fc from 'fast-check';
import type { Alert, AlertMessage } from '../../src/alerts/alert.ts';
import {
  ALERT_SEVERITIES,
  DETECTIONS,
  type Detection,
  type DetectorId,
} from '../../src/diagnosis/detection.ts';
import type { Finding } from '../../src/diagnosis/diagnosis.ts';
import type { AlertView } from '../../src/present/alerts/alert-view.ts';
import { anyFinding, anyText, DROPPED_BY_RULE, DROPPED_REPLY, END } from './answers.ts';

/** Many more sources than usual are rejected at web-1. */
export const SPIKE: Detection = {
  subject: { kind: 'address', id: '10.0.1.5', name: 'web-1' },
  class: '',
  severity: 'medium',
  level: 2.1,
  size: 412,
  measured: {
    what: 'distinct rejected sources in 5 minutes',
    value: 412,
    unit: 'count',
    normal: 37,
    basis: 'median of this hour of the week over 21 days',
  },
  first: END - 3000,
  last: END - 300,
  benign: 'A new client behind many addresses looks the same: see whether the sources are of one network.',
  unseen: ['Records of the last 10 minutes are not delivered yet.'],
  others: ['198.51.100.7', '198.51.100.9'],
  ask: 'reject 10.0.1.5',
};

export const SPIKE_FINDING: Finding & { readonly detection: Detection } = {
  ...DROPPED_REPLY,
  verdict: 'detections',
  summary: 'web-1 (10.0.1.5) rejects 412 sources in 5 minutes, 11 times as many as usual',
  blocker: null,
  nextCheck: 'flows reject 10.0.1.5',
  detector: 'reject-spike',
  detection: SPIKE,
};

/** What flows answered when it looked into it. */
export const LOOKED_INTO = {
  verdict: DROPPED_BY_RULE.verdict,
  confidence: DROPPED_BY_RULE.confidence,
  summary: DROPPED_BY_RULE.summary,
  blocker: DROPPED_BY_RULE.blocker,
  nextCheck: DROPPED_BY_RULE.nextCheck,
  question: 'reject 10.0.1.5',
};

export function alertView(changes: Partial<AlertView> = {}): AlertView {
  return {
    number: 12,
    detector: 'reject-spike',
    source: 'records',
    class: '',
    severity: 'medium',
    state: 'firing',
    finding: SPIKE_FINDING,
    first: END - 3000,
    last: END - 300,
    resolvedAt: null,
    left: null,
    reopened: 0,
    isFlapping: false,
    owner: null,
    snoozedUntil: null,
    silent: null,
    diagnosis: null,
    rule: null,
    isElsewhere: false,
    isTest: false,
    ...changes,
  };
}

/** As it is stored. */
export function storedAlert(changes: Partial<Alert> = {}): Alert {
  return {
    id: 'reject-spike|111111111111|address:10.0.1.5|@1',
    number: 12,
    key: 'reject-spike|111111111111|address:10.0.1.5|',
    detector: 'reject-spike',
    source: 'records',
    account: '111111111111',
    subject: SPIKE.subject,
    class: '',
    state: 'firing',
    severity: 'medium',
    finding: SPIKE_FINDING,
    first: END - 3000,
    last: END - 300,
    firedAt: END - 2400,
    resolvedAt: null,
    rounds: '++',
    reopened: 0,
    isFlapping: false,
    suppressed: null,
    owner: null,
    ackedAtMs: null,
    snoozedUntilMs: null,
    reminded: 0,
    remindAtMs: null,
    toldSize: 3,
    toldSeverity: 'medium',
    channel: 'C0ALERTS',
    message: 'M1',
    diagnosis: null,
    updatedAtMs: END * 1000,
    ...changes,
  };
}

export function storedMessage(changes: Partial<AlertMessage> = {}): AlertMessage {
  return {
    id: 'M1',
    channel: 'C0ALERTS',
    kind: 'alert',
    group: 'web-1',
    day: '2026-11-25',
    alerts: [storedAlert().id],
    revision: 1,
    openedAtMs: END * 1000,
    postAfterMs: END * 1000,
    editedAtMs: END * 1000,
    ts: null,
    ...changes,
  };
}

const DETECTOR_IDS = Object.keys(DETECTIONS) as DetectorId[];
const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
const user = fc.constantFrom('U0ASKER', 'U0OTHER');
const amount = fc.double({ min: 0, max: 1e15, noNaN: true });

const detection: fc.Arbitrary<Detection> = fc.record({
  subject: fc.record({
    kind: fc.constantFrom('address' as const, 'flow-log' as const, 'source' as const),
    id: anyText,
    name: fc.option(anyText),
  }),
  class: anyText,
  severity: fc.constantFrom(...ALERT_SEVERITIES),
  level: amount,
  size: fc.nat(),
  measured: fc.record({
    what: anyText,
    value: amount,
    unit: fc.constantFrom('count' as const, 'bytes' as const, 'share' as const),
    normal: fc.option(amount),
    basis: anyText,
  }),
  first: seconds,
  last: seconds,
  benign: anyText,
  unseen: fc.array(anyText, { maxLength: 8 }),
  others: fc.array(anyText, { maxLength: 10 }),
  ask: anyText,
});

export const anyAlertView: fc.Arbitrary<AlertView> = fc.record({
  number: fc.integer({ min: 1, max: 99_999 }),
  detector: fc.constantFrom(...DETECTOR_IDS),
  source: anyText,
  class: anyText,
  severity: fc.constantFrom(...ALERT_SEVERITIES),
  state: fc.constantFrom('pending' as const, 'firing' as const, 'recovering' as const, 'resolved' as const),
  finding: fc
    .tuple(anyFinding, detection)
    .map(([found, detected]) => ({ ...found, detection: detected }) as AlertView['finding']),
  first: seconds,
  last: seconds,
  resolvedAt: fc.option(seconds),
  left: fc.constantFrom(null, 'source' as const, 'detector' as const),
  reopened: fc.nat(9),
  isFlapping: fc.boolean(),
  owner: fc.option(user),
  snoozedUntil: fc.option(seconds),
  silent: fc.option(anyText),
  diagnosis: fc.option(
    fc
      .tuple(anyFinding, anyText)
      .map(([found, question]) => ({ ...found, question }) as AlertView['diagnosis'] & object),
  ),
  rule: fc.option(fc.nat(999)),
  isElsewhere: fc.boolean(),
  isTest: fc.boolean(),
});
