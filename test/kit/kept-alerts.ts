/** Alerts as they are remembered, for tests of whatever keeps or reads them. */
import type { Alert, AlertMessage } from '../../src/alerts/alert.ts';
import type { AlertRule } from '../../src/alerts/rule.ts';
import type { Finding } from '../../src/diagnosis/diagnosis.ts';

const SUBJECT = { kind: 'address', id: '10.0.1.5', name: 'web-1' } as const;

const SCAN_FINDING: Finding = {
  verdict: 'detections',
  confidence: 0.9,
  summary: 'web-1 (10.0.1.5) scans ports of 10.0.2.9: 40 within 5 minutes',
  blocker: null,
  evidence: [],
  nextCheck: 'Ask its owner.',
  detector: 'port-scan',
  detection: {
    subject: SUBJECT,
    class: 'tcp',
    severity: 'high',
    level: 2.5,
    size: 40,
    measured: { what: 'ports in 5 minutes', value: 40, unit: 'count', normal: 0, basis: 'fixed' },
    first: 1000,
    last: 2000,
    benign: 'A scanner of your own does so.',
    unseen: [],
    others: ['10.0.2.9'],
    ask: 'records 10.0.1.5 to 10.0.2.9',
  },
};

export function keptAlert(changes: Partial<Alert> = {}): Alert {
  return {
    id: 'port-scan|1|address:10.0.1.5|tcp@1000',
    number: 0,
    key: 'port-scan|1|address:10.0.1.5|tcp',
    detector: 'port-scan',
    source: 'production',
    account: '1',
    subject: SUBJECT,
    class: 'tcp',
    state: 'firing',
    severity: 'high',
    finding: SCAN_FINDING,
    first: 1000,
    last: 2000,
    firedAt: 2100,
    resolvedAt: null,
    rounds: '+',
    reopened: 0,
    isFlapping: false,
    suppressed: null,
    owner: null,
    ackedAtMs: null,
    snoozedUntilMs: null,
    reminded: 0,
    remindAtMs: null,
    toldSize: 2,
    toldSeverity: 'high',
    channel: 'C0OPS',
    message: 'm1',
    diagnosis: null,
    updatedAtMs: 2_100_000,
    ...changes,
  };
}

export function keptMessage(changes: Partial<AlertMessage> = {}): AlertMessage {
  return {
    id: 'm1',
    channel: 'C0OPS',
    kind: 'alert',
    group: 'address:10.0.1.5',
    day: '1970-01-01',
    alerts: ['port-scan|1|address:10.0.1.5|tcp@1000'],
    revision: 1,
    openedAtMs: 2_100_000,
    postAfterMs: 2_160_000,
    editedAtMs: 2_100_000,
    ts: null,
    ...changes,
  };
}

export function keptRule(changes: Partial<AlertRule> = {}): AlertRule {
  return {
    number: 0,
    kind: 'mute',
    matcher: {
      detectors: ['port-scan'],
      blocks: [{ kind: 'cidr', family: 4, text: '10.0.0.0/8', prefix: 8 }],
    },
    startsAtMs: 1000,
    endsAtMs: 9_000_000,
    by: 'U0ALICE',
    reason: 'our own scanner',
    channel: 'C0OPS',
    createdAtMs: 1000,
    endedAtMs: null,
    toldOver: false,
    ...changes,
  };
}
