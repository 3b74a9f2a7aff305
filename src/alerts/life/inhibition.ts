/** Which alert explains another, so that people hear of the cause alone; and what a gap in the flow logs keeps from being seen. */
import type { DetectorId } from '../../diagnosis/detection.ts';
import type { Alert } from '../alert.ts';
import { NEVER_LOOKED_AT } from '../blind.ts';
import { lastKnown } from './rounds.ts';
import { rank } from './sight.ts';
import { isOn } from './state.ts';

/** No cause is among what another of the same two explains, so that no two silence each other. Nothing explains that a port is open. */
const EXPLAINS: Readonly<Partial<Record<DetectorId, readonly DetectorId[]>>> = {
  'flow-log-gap': ['service-silent', 'flow-log-health'],
  'blocked-dependency': ['reject-spike'],
  volumetric: ['reject-spike', 'new-edge'],
  reflection: ['volumetric', 'reject-spike'],
  'scan-with-hit': ['reject-spike'],
  'brute-force': ['lateral-movement'],
  'port-scan': ['reject-spike', 'new-edge', 'lateral-movement'],
  'host-sweep': ['reject-spike', 'new-edge', 'lateral-movement'],
  'lateral-movement': ['new-edge'],
};

/** What one host does, or is done to it: that of a host on the other side is another step of the attack, which nobody may miss. */
const OF_ONE_HOST: ReadonlySet<DetectorId> = new Set(['lateral-movement', 'volumetric']);

function othersOf({ finding }: Alert): readonly string[] {
  return finding.detection?.others ?? [];
}

/** The same subject, or one of them is on the other side of the other: the scanner among the sources that are rejected. */
function areOfOneThing(a: Alert, b: Alert): boolean {
  return (
    a.subject.id === b.subject.id || othersOf(a).includes(b.subject.id) || othersOf(b).includes(a.subject.id)
  );
}

function accountsFor(cause: Alert, alert: Alert): boolean {
  return OF_ONE_HOST.has(alert.detector)
    ? cause.subject.id === alert.subject.id
    : areOfOneThing(cause, alert);
}

/** Where its records were, all of them. */
function isSeenOnlyAt({ finding: { evidence } }: Alert, silent: ReadonlySet<string>): boolean {
  const at = evidence.flatMap((one) => (one.kind === 'flow' ? [one.interfaceId] : []));
  return at.length > 0 && at.every((id) => id !== null && silent.has(id));
}

/** A flow log, or a source, that has a gap as a whole hides everything that it records; interfaces hide what is at their addresses, or was seen at them alone. */
function hides(gap: Alert, alert: Alert): boolean {
  if (gap.source !== alert.source || gap.account !== alert.account) return false;
  if (gap.class === NEVER_LOOKED_AT) return false;
  const listed = gap.finding.detection?.hides ?? [];
  if (listed.length === 0 && (gap.subject.kind === 'flow-log' || gap.subject.kind === 'source')) return true;
  const silent = new Set([gap.subject.id, ...listed]);
  return silent.has(alert.subject.id) || isSeenOnlyAt(alert, silent);
}

/** That it is not found says nothing: the records that would show it are missing. */
export function isBlindTo(alert: Alert, alerts: readonly Alert[]): boolean {
  if (alert.detector === 'flow-log-gap') return false;
  return alerts.some(
    (one) =>
      one.detector === 'flow-log-gap' &&
      one.state !== 'resolved' &&
      lastKnown(one.rounds) !== '-' &&
      hides(one, alert),
  );
}

/** The alert that explains it; never one that is less severe, which would hide what is worse. */
export function inhibitorOf(alert: Alert, alerts: readonly Alert[]): Alert | undefined {
  return alerts.find(
    (cause) =>
      cause.id !== alert.id &&
      isOn(cause) &&
      EXPLAINS[cause.detector]?.includes(alert.detector) &&
      cause.account === alert.account &&
      rank(cause.severity) <= rank(alert.severity) &&
      (cause.detector === 'flow-log-gap' ? hides(cause, alert) : accountsFor(cause, alert)),
  );
}
