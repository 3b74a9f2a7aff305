/** A connection that stays open, as the records of its aggregation intervals: both directions, the newest up to NOW. */
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from './asked-of-records.ts';
import { NOW } from './scope.ts';

interface Kept {
  readonly hours: number;
  readonly source?: string;
  readonly destination?: string;
  readonly port?: number;
  /** Bytes of each record, which has 4 packets. */
  readonly bytes?: number;
  /** Whether the other side answers. */
  readonly answered?: boolean;
}

const INTERVAL = 600;

export function openSession({
  hours,
  source = '10.0.1.5',
  destination = '203.0.113.9',
  port = 443,
  bytes = 600,
  answered = true,
}: Kept): readonly FlowRecord[] {
  return Array.from({ length: hours * 6 }, (_, back) => {
    const start = NOW - (back + 1) * INTERVAL;
    const part = { start, end: start + INTERVAL - 1, packets: 4, bytes };
    return [
      flow(source, destination, { ...part, srcPort: 40_123, dstPort: port }),
      ...(answered ? [flow(destination, source, { ...part, srcPort: port, dstPort: 40_123 })] : []),
    ];
  }).flat();
}
