/**
 * Whether what an alarm says of itself is news. CloudWatch sends changes out of order in rare cases ("Notifying users on alarm changes"), SNS delivers
 * again what was not taken at once, and one change may come by two ways, through CloudWatch's own action and through EventBridge.
 */
import type { Alarm } from '../../alarms/alarm.ts';
import type { Told } from './told.ts';

type Standing = Pick<Told, 'heard' | 'overAt'>;

/** @param id of the work that took it: what it began before a crash it goes on with */
export function isNews({ heard, overAt }: Standing, alarm: Alarm, id: string): boolean {
  if (heard.by === id) return true;
  if (alarm.at < heard.at) return false;
  if (overAt !== null && alarm.at <= overAt) return false;
  // A finding of GuardDuty is sent again as it grows; an alarm only where its state changes.
  return alarm.kind === 'guardduty' || alarm.at > heard.at || alarm.state !== heard.state;
}
