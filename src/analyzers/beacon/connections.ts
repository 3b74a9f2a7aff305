/** Connections from records: what is one connection has one start, however many records tell of it. */

import { TCP } from '../../record/protocols.ts';
import { byKey } from '../detection/by-key.ts';
import { atOneInterface } from '../detection/own-interface.ts';

export interface BeatRecord {
  readonly interfaceId: string | null;
  readonly sourcePort: number | null;
  readonly protocol: number;
  /** Seconds since the epoch. */
  readonly start: number;
  readonly end: number;
  /** Null where the format lacks them. */
  readonly tcpFlags: number | null;
  readonly packets: number;
  readonly bytes: number;
}

export interface Connection {
  readonly start: number;
  readonly end: number;
  readonly packets: number;
  readonly bytes: number;
}

const SYN = 2;
/** The two aggregation intervals that there are, seconds. */
const INTERVALS = [60, 600] as const;
/** A TCP connection without keep-alives may say nothing for so long; a new one from the same port comes later, as ports go round. Seconds. */
const TCP_SILENCE = 3600;

/** What the longest record tells of the flow log's aggregation interval, seconds. */
function aggregationOf(records: readonly BeatRecord[]): number {
  const isLong = records.some(({ start, end }) => end - start > INTERVALS[0]);
  return isLong ? INTERVALS[1] : INTERVALS[0];
}

function opens(record: BeatRecord, before: Connection, aggregation: number): boolean {
  const silence = record.start - before.end;
  if (record.protocol !== TCP) return silence > 2 * aggregation;
  if (record.tcpFlags === null) return silence > TCP_SILENCE;
  return silence > 2 * aggregation && (record.tcpFlags & SYN) !== 0;
}

/** Of records of one source, destination and destination port, in the order of their starts. */
export function connectionsIn(records: readonly BeatRecord[]): readonly Connection[] {
  const once = atOneInterface(records);
  const aggregation = aggregationOf(once);
  const connections = [...byKey(once, ({ sourcePort }) => String(sourcePort)).values()].flatMap((ofPort) => {
    const found: Connection[] = [];
    for (const record of [...ofPort].sort((a, b) => a.start - b.start)) {
      const before = found.at(-1);
      if (!before || opens(record, before, aggregation)) {
        found.push(record);
        continue;
      }
      found[found.length - 1] = {
        start: before.start,
        end: Math.max(before.end, record.end),
        packets: before.packets + record.packets,
        bytes: before.bytes + record.bytes,
      };
    }
    return found;
  });
  return connections.sort((a, b) => a.start - b.start);
}
