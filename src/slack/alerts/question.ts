/** The question that looks into an alert, about the time in which it was seen. */
import type { Alert } from '../../alerts/alert.ts';
import { understand } from '../../commands/answer.ts';

const HOUR = 3600;
/** What is older is asked about as it is now. */
const LONGEST = 24;

/** As it would be typed; null where the alert has none that can be read. @param now seconds since the epoch */
export function questionOf({ finding, first, last }: Alert, now: number): string | null {
  const ask = finding.detection?.ask;
  if (ask === undefined) return null;
  const isRead = (text: string) => understand(text, { now, timeZone: 'UTC' }).kind === 'question';
  // Without a time a question is about the last hour.
  const hours = Math.ceil((now - first) / HOUR);
  const wider = `${ask} last ${hours}h`;
  if (last < now - HOUR && hours <= LONGEST && isRead(wider)) return wider;
  return isRead(ask) ? ask : null;
}
