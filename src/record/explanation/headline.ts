/** The record in one sentence. */
import type { FlowRecord } from '../record.ts';
import { amountText } from './amount.ts';
import { flagsHome, packetDestination, packetSource, senderRole, serviceText } from './parties.ts';
import { lossText } from './transit.ts';
import { intervalText } from './words.ts';

const UNNAMED = 'an address that the record does not name';

/** Who sent what to whom, and what became of it. */
export function headlineOf(record: FlowRecord): string {
  const quiet = quietHeadline(record);
  return quiet ?? `${trafficText(record)}${fateText(record)}.`;
}

function quietHeadline(record: FlowRecord): string | null {
  const place = record.interfaceId ?? record.tgwAttachmentId ?? 'The network interface';
  const interval = intervalText(record.start, record.end);
  const when = interval ? ` ${interval}` : ' in this interval';
  if (record.logStatus === 'NODATA') return `${place} had no traffic to record${when}.`;
  if (record.logStatus === 'SKIPDATA')
    return `AWS skipped records of ${place}${when}: some of its traffic is missing from the log.`;
  return null;
}

function trafficText(record: FlowRecord): string {
  const source = packetSource(record) ?? UNNAMED;
  const destination = packetDestination(record) ?? UNNAMED;
  const amount = amountText(record) ?? 'packets';
  const { isReply, by } = senderRole(record);
  const service = serviceText(isReply ? record.srcPort : record.dstPort, record.protocol);
  if (!isReply) return `${source} sent ${amount} to ${destination}${service ? ` over ${service}` : ''}`;
  return `${source} ${by === 'flags' ? 'answered' : 'probably answered'} ${destination}${service ? ` from ${service}` : ''} with ${amount}`;
}

function fateText(record: FlowRecord): string {
  if (flagsHome(record) === 'transit-gateway') {
    const lost = lossText(record);
    return ` through ${record.tgwId ?? 'a transit gateway'}${lost ? `, which lost ${lost}` : ''}`;
  }
  const were = record.packets === 1 ? 'it was' : 'they were';
  if (record.action === 'ACCEPT') return `, and ${were} accepted`;
  if (record.action !== 'REJECT') return '';
  if (record.rejectReason === 'BPA') return `, and ${were} rejected by VPC Block Public Access`;
  if (record.rejectReason === 'EC') return `, and ${were} rejected by the VPC’s encryption controls`;
  return `, and ${were} rejected`;
}
