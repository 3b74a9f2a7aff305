/** The alerts of which somebody may know in a place: those of sources that they may ask there. */
import { type Access, type Allowed, maySee, type Refused, type Visitor } from '../../access/access.ts';
import type { Alert } from '../../alerts/alert.ts';
import type { ListedAlert } from '../../present/alerts/alert-list.ts';
import type { ActionTools } from '../desk.ts';
import { viewOf } from './view.ts';

export type SeenAlert = { readonly kind: 'seen'; readonly alert: Alert; readonly access: Allowed } | Refused;

const SEE_ALL = 'See those that there are: `/flows alerts`';

function notShown(name: string): Refused {
  // The same for one that is not theirs as for one that is not there.
  return { kind: 'refused', because: `There is no ${name} that is shown here.`, todo: SEE_ALL };
}

export function isVisible(access: Access, { source }: Pick<Alert, 'source'>): boolean {
  return maySee(access, [source]);
}

export async function alertFor(
  { gate, alerting }: Pick<ActionTools, 'gate' | 'alerting'>,
  number: number,
  visitor: Visitor,
): Promise<SeenAlert> {
  const access = await gate.admit(visitor);
  if (access.kind === 'refused') return access;
  const alert = await alerting.memory.alerts.get(number);
  return alert && isVisible(access, alert) ? { kind: 'seen', alert, access } : notShown(`A-${number}`);
}

/** With where each is told. */
export function listed(alerts: readonly Alert[], nowMs: number): readonly ListedAlert[] {
  return alerts.flatMap((alert) => {
    const view = viewOf(alert, nowMs);
    const isTold = alert.toldSeverity !== null;
    return view ? [{ ...view, channel: isTold ? alert.channel : null }] : [];
  });
}
