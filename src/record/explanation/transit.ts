/** What a transit gateway's record says: which attachments, and how many packets were lost and why. */
import type { FieldKey } from '../fields.ts';
import type { FlowRecord } from '../record.ts';
import { counted, listed } from './words.ts';

const LOSSES = [
  ['packetsLostNoRoute', 'for want of a route'],
  ['packetsLostBlackhole', 'to a blackhole route'],
  ['packetsLostMtuExceeded', 'because they were larger than the MTU'],
  ['packetsLostTtlExpired', 'because their time to live ran out'],
] as const satisfies readonly (readonly [FieldKey, string])[];

/** `1 packet for want of a route and 2 packets to a blackhole route`; null where nothing was lost or losses are not recorded. */
export function lossText(record: FlowRecord): string | null {
  const lost = LOSSES.flatMap(([key, why]) => {
    const packets = record[key];
    return typeof packets === 'number' && packets > 0 ? [`${counted(packets, 'packet')} ${why}`] : [];
  });
  return lost.length === 0 ? null : listed(lost);
}

function attachmentText(...parts: readonly (string | null | undefined)[]): string {
  return parts.filter((part) => part).join(', ') || 'an attachment that the record does not name';
}

export function transitNotes(record: FlowRecord): readonly string[] {
  const { tgwId, tgwAttachmentId, tgwPairAttachmentId } = record;
  const from = attachmentText(record.tgwSrcVpcId, record.tgwSrcSubnetId, record.tgwSrcEni, record.tgwSrcAzId);
  const to = attachmentText(record.tgwDstVpcId, record.tgwDstSubnetId, record.tgwDstEni, record.tgwDstAzId);
  const pair = tgwPairAttachmentId ? `, whose other end is ${tgwPairAttachmentId}` : '';
  const lost = lossText(record);
  const recordsLosses = LOSSES.some(([key]) => typeof record[key] === 'number');
  return [
    `Seen at transit gateway ${tgwId ?? '(not named)'}, attachment ${tgwAttachmentId ?? '(not named)'}${pair}: from ${from} to ${to}.`,
    'A transit gateway has no security groups and no network ACLs of its own, so its records have no action: whether the packets were let in is in the flow logs of the VPCs.',
    ...(lost ? [`Lost at the transit gateway: ${lost}.`] : []),
    ...(!lost && recordsLosses ? ['The transit gateway lost none of these packets.'] : []),
  ];
}
