/** Records of connections as flow logs have them: attempts that come to nothing, refusals, and sessions with both directions. */
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from './asked-of-records.ts';
import { NOW } from './scope.ts';

/** A SYN that nobody answers, `ago` seconds before NOW. */
export function attempt(
  source: string,
  destination: string,
  dstPort: number,
  changes: Partial<FlowRecord> & { readonly ago?: number } = {},
): FlowRecord {
  const { ago = 600, ...rest } = changes;
  const bytes = source.includes(':') ? 80 : 60;
  return flow(source, destination, {
    ...{ dstPort, packets: 1, bytes, tcpFlags: 2, start: NOW - ago, end: NOW - ago + 5 },
    ...rest,
  });
}

/** The record of the other direction, with what it has else. */
export function back(record: FlowRecord, changes: Partial<FlowRecord> = {}): FlowRecord {
  const { srcAddr = null, dstAddr = null, srcPort = null, dstPort = null } = record;
  return {
    ...record,
    ...{ srcAddr: dstAddr, dstAddr: srcAddr, srcPort: dstPort, dstPort: srcPort },
    ...changes,
  };
}

/** A SYN, and the RST that refuses it. */
export function refused(...of: Parameters<typeof attempt>): readonly FlowRecord[] {
  const record = attempt(...of);
  return [record, back(record, { bytes: record.srcAddr?.includes(':') ? 60 : 40, tcpFlags: 4 })];
}

/** A connection that is opened, used, and closed. */
export function session(...of: Parameters<typeof attempt>): readonly FlowRecord[] {
  const record = { ...attempt(...of), tcpFlags: 3 };
  const [, , , { packets = 12, bytes = 2_000 } = {}] = of;
  return [{ ...record, packets, bytes }, back(record, { packets: 14, bytes: 2_400, tcpFlags: 19 })];
}

/** A session that is open all the hour and says nothing, but for one keep-alive each ten minutes, which is acknowledged; in records without flags. */
export function idle(...of: Parameters<typeof attempt>): readonly FlowRecord[] {
  const probes = upTo(6).map((index) =>
    attempt(of[0], of[1], of[2], { bytes: 41, ...of[3], ago: 3500 - 600 * index }),
  );
  return withoutFlags(probes.flatMap((probe) => [probe, back(probe, { bytes: 40 })]));
}

/** As version 2 of the format has them: without TCP flags. */
export function withoutFlags(records: readonly FlowRecord[]): readonly FlowRecord[] {
  return records.map(({ tcpFlags, ...rest }) => rest);
}

/** Numbers from 0. */
export function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
