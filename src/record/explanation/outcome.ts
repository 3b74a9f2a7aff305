/** What ACCEPT, REJECT, the TCP flags and the log status say, and what they do not. */
import { TCP } from '../protocols.ts';
import type { FlowRecord } from '../record.ts';
import { answersConnection, FIN, opensConnection, RST, tcpFlagWords } from '../tcp-flags.ts';
import { flagsHome } from './parties.ts';
import { listed } from './words.ts';

const BLOCK_PUBLIC_ACCESS =
  'REJECT with reason BPA: VPC Block Public Access refused this traffic, not a security group and not a network ACL. Such records carry no bytes.';
const ENCRYPTION_CONTROLS =
  'REJECT with reason EC: a VPC endpoint refused this traffic because of the VPC’s encryption controls, not a security group and not a network ACL.';

/** What became of the packets at the interface. Null where the record has no action. */
export function actionNote(record: FlowRecord): string | null {
  const { action, rejectReason } = record;
  if (action === 'ACCEPT') {
    return 'ACCEPT: the security groups and network ACLs let these packets pass this network interface. It does not say that anybody received or answered them: that is in the record of the other direction.';
  }
  if (action !== 'REJECT') return null;
  if (rejectReason === 'BPA') return BLOCK_PUBLIC_ACCESS;
  if (rejectReason === 'EC') return ENCRYPTION_CONTROLS;
  return `REJECT: a security group or a network ACL did not allow these packets, or they came after the connection had closed; the record does not say which.${rejectHint(record)}`;
}

function rejectHint({ protocol, tcpFlags }: FlowRecord): string {
  if (protocol !== TCP || typeof tcpFlags !== 'number') return '';
  if (answersConnection(tcpFlags)) {
    return ' A SYN-ACK is a reply, and security groups let replies pass: if the request was accepted at this interface, a network ACL drops the reply.';
  }
  if (opensConnection(tcpFlags))
    return ' A SYN is a new connection, so it was refused by a rule and not because it was late.';
  return ' No SYN is among the flags, so it was no new connection: late packets of a closed one look like this, and so does a rule that changed under a running one.';
}

/** The state of the connection as the flags show it. Null for other protocols than TCP, or without the field. */
export function flagsNote(record: FlowRecord): string | null {
  const { protocol, tcpFlags } = record;
  if (protocol !== undefined && protocol !== TCP) return null;
  if (tcpFlags === null && protocol === TCP)
    return 'tcp-flags -: the packets had no combination of flags that AWS records.';
  if (typeof tcpFlags !== 'number') return null;
  const home = flagsHome(record);
  if (tcpFlags === 0) {
    return 'tcp-flags 0: no connection was opened, closed or reset in the interval. The packets belong to one that was open before, for a lone ACK is not recorded.';
  }
  const did: string[] = [];
  if (answersConnection(tcpFlags, home)) did.push('answered the opening of a connection');
  else if (opensConnection(tcpFlags)) did.push('opened a connection');
  if (tcpFlags & FIN) did.push('closed its side');
  if (tcpFlags & RST) did.push('reset the connection');
  const meaning = did.length > 0 ? `: the sender ${listed(did)}` : '';
  const recorded =
    home === 'vpc'
      ? 'A lone ACK and PSH are not recorded.'
      : 'A transit gateway also records PSH, ACK and URG.';
  return `tcp-flags ${tcpFlags} is ${listed(tcpFlagWords(tcpFlags)) || 'no known flag'}${meaning}. The flags of all packets of the interval are or-ed. ${recorded}`;
}

/** What a record without traffic means. Null for an ordinary one. */
export function statusNote({ logStatus }: FlowRecord): string | null {
  if (logStatus === 'NODATA') {
    return 'NODATA: the interface neither sent nor received anything that is recorded in this interval. It is logged, and was quiet; traffic that is never logged (the VPC’s resolver, instance metadata, DHCP …) does not count.';
  }
  if (logStatus === 'SKIPDATA') {
    return 'SKIPDATA: AWS could not record some traffic of this interval, for want of capacity or after an internal error. One such record can stand for many flows, accepted or rejected, so silence in this interval proves nothing.';
  }
  return null;
}
