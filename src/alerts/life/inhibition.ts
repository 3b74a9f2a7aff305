/** Which alert explains another, so that people hear of the cause alone; and what a gap in the flow logs keeps from being seen. */
import type { DetectorId } from '../../diagnosis/detection.ts';
import type { Alert } from '../alert.ts';
import { lastKnown } from './rounds.ts';
import { rank } from './sight.ts';
import { isOn } from './state.ts';

/** No cause is among what another of the same two explains, so that no two silence each other. */
const EXPLAINS: Readonly<Partial<Record<DetectorId, readonly DetectorId[]>>> = {
  'flow-log-gap': ['service-silent', 'flow-log-health'],
  'blocked-dependency': ['reject-spike'],
  volumetric: ['reject-spike', 'new-edge'],
  'scan-with-hit': ['reject-spike'],
  'port-scan': ['reject-spike'],
  'host-sweep': ['reject-spike', 'new-edge'],
  'lateral-movement': ['new-edge'],
};

function othersOf({ finding }: Alert): readonly string[] {
  return finding.detection?.others ?? [];
}

/** The same subject, or one of them is on the other side of the other: the scanner among the sources that are rejected. */
function areOfOneThing(a: Alert, b: Alert): boolean {
  return (
    a.subject.id === b.subject.id || othersOf(a).includes(b.subject.id) || othersOf(b).includes(a.subject.id)
  );
}

/** A flow log, or a source, that has a gap hides everything that it records; an interface's hides its own. */
function hides(gap: Alert, alert: Alert): boolean {
  if (gap.source !== alert.source || gap.account !== alert.account) return false;
  const isWhole = gap.subject.kind === 'flow-log' || gap.subject.kind === 'source';
  return isWhole || areOfOneThing(gap, alert);
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
      (cause.detector === 'flow-log-gap' ? hides(cause, alert) : areOfOneThing(cause, alert)),
  );
}
