/** Which alerts belong into one message: those of one subject at one stage of an attack or an outage, and a storm of one detector. */
import type { DetectorId } from '../../diagnosis/detection.ts';
import type { Alert, AlertMessage } from '../alert.ts';
import type { Draft } from '../draft.ts';
import { isOn } from '../life/state.ts';

/** What a reader takes as one thing. The stages are those of MITRE ATT&CK's tactics, as far as flow logs show them. */
const STAGES: Readonly<Record<DetectorId, string>> = {
  'flow-log-gap': 'logging',
  'flow-log-health': 'logging',
  'blocked-dependency': 'availability',
  'service-silent': 'availability',
  'reject-spike': 'rejection',
  volumetric: 'flood',
  reflection: 'flood',
  'scan-with-hit': 'reconnaissance',
  'brute-force': 'access',
  'exposed-port': 'access',
  'port-scan': 'discovery',
  'host-sweep': 'discovery',
  'lateral-movement': 'movement',
  'new-edge': 'movement',
  beacon: 'control',
  'long-connection': 'control',
  exfiltration: 'exfiltration',
  'dns-bypass': 'names',
  'dns-bulk': 'names',
  'smtp-out': 'control',
  mining: 'control',
  'threat-feed': 'control',
  'unusual-protocol': 'control',
};

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** The third subject of one detector within an hour makes it a storm. */
const STORM = 3;

function groupOf({ account, subject, detector }: Alert): string {
  return [account, `${subject.kind}:${subject.id}`, STAGES[detector]].join('|');
}

function stormOf({ account, detector }: Alert): string {
  return ['storm', account, detector].join('|');
}

export function alertsOf(draft: Draft, message: AlertMessage): readonly Alert[] {
  return message.alerts.flatMap((id) => draft.alert(id) ?? []);
}

/** Not older than a day, further up nobody sees what joins; and not all over. */
function isOpen(draft: Draft, message: AlertMessage): boolean {
  return (
    message.kind === 'alert' &&
    draft.nowMs - message.openedAtMs < DAY_MS &&
    alertsOf(draft, message).some((alert) => isOn(alert) && alert.message === message.id)
  );
}

/** An open message that an alert may join: of its group, or of a storm. What is severe does not hide in the thread of what is less. */
export function openFor(draft: Draft, alert: Alert, channel: string): AlertMessage | undefined {
  const fitting = draft
    .messages()
    .filter((message) => message.channel === channel && isOpen(draft, message))
    .filter(
      (message) =>
        alert.severity !== 'high' || alertsOf(draft, message).some(({ severity }) => severity === 'high'),
    );
  const [own, storm] = [groupOf(alert), stormOf(alert)];
  return fitting.find(({ group }) => group === own) ?? fitting.find(({ group }) => group === storm);
}

/** Subjects that this detector was told of within the hour, those that are over among them. */
function latelyOf(draft: Draft, channel: string, { account, detector }: Alert): readonly string[] {
  return draft
    .messages()
    .filter((message) => message.kind === 'alert' && message.channel === channel)
    .filter(({ openedAtMs }) => draft.nowMs - openedAtMs < HOUR_MS)
    .flatMap((message) => alertsOf(draft, message))
    .filter((one) => one.detector === detector && one.account === account)
    .map(({ subject }) => subject.id);
}

/**
 * The group of a message that is to be opened for an alert.
 *
 * @param alike subjects of which this detector has something new to tell in this channel, its own among them
 */
export function groupFor(draft: Draft, alert: Alert, channel: string, alike: ReadonlySet<string>): string {
  const subjects = new Set([...latelyOf(draft, channel, alert), ...alike]);
  return subjects.size >= STORM ? stormOf(alert) : groupOf(alert);
}
