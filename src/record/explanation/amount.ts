/** How much was sent, and when. */
import type { FlowRecord } from '../record.ts';
import { counted, intervalText } from './words.ts';

/** `20 packets (4,249 bytes)`; null where neither is recorded. */
export function amountText({ packets, bytes }: FlowRecord): string | null {
  if (typeof packets !== 'number') return typeof bytes === 'number' ? counted(bytes, 'byte') : null;
  return typeof bytes === 'number'
    ? `${counted(packets, 'packet')} (${counted(bytes, 'byte')})`
    : counted(packets, 'packet');
}

export function volumeNote(record: FlowRecord): string | null {
  const { packets, bytes, rejectReason } = record;
  const amount = amountText(record);
  if (amount === null) return null;
  if (typeof bytes !== 'number' && rejectReason === 'BPA')
    return `${amount}; bytes are not recorded for what Block Public Access rejects.`;
  if (typeof packets !== 'number' || typeof bytes !== 'number' || packets === 0)
    return `${amount} in the interval.`;
  const each = counted(Math.round(bytes / packets), 'byte');
  return `${amount} in the interval, ${packets === 1 ? '' : 'on average '}${each} a packet, IP headers included.`;
}

export function timeNote({ start, end, logStatus }: FlowRecord): string | null {
  const interval = intervalText(start, end);
  if (interval === null || typeof start !== 'number' || typeof end !== 'number') return null;
  const length = counted(end - start, 'second');
  if (logStatus === 'NODATA' || logStatus === 'SKIPDATA') return `The interval is ${interval} (${length}).`;
  return `The first and last packet of the interval were seen ${interval} (${length} apart); the packets themselves can be up to 60 seconds older. A longer exchange goes on in further records.`;
}
