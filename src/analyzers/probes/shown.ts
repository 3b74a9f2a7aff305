/** What a detection shows of contacts: the records, the span, and what their logs could not tell. */

import { type FlowEvidence, MAX_EVIDENCE } from '../../diagnosis/evidence.ts';
import { sumOf } from '../../query/sums.ts';
import type { Window } from '../../query/window.ts';
import { goesOn } from '../detection/goes-on.ts';
import { trafficEvidence } from '../flow-evidence.ts';
import { type Contact, senderPort } from './contact.ts';

export function contactEvidence(contacts: readonly Contact[]): readonly FlowEvidence[] {
  return contacts.slice(0, MAX_EVIDENCE).map((contact) => {
    const { source, destination, port, protocol, tries, first, last } = contact;
    return trafficEvidence({
      ...{ first, last, source, destination, protocol },
      sourcePort: senderPort(tries),
      destinationPort: port,
      tcpFlags: tries[0]?.flags ?? null,
      action: tries[0]?.action ?? null,
      packets: sumOf(tries.map((row) => row.packets)),
      bytes: sumOf(tries.map((row) => row.bytes)),
      records: sumOf(tries.map((row) => row.records)),
    });
  });
}

export function spanOf(contacts: readonly Contact[], window: Window) {
  const first = contacts.reduce((least, contact) => Math.min(least, contact.first), window.end);
  const last = contacts.reduce((greatest, contact) => Math.max(greatest, contact.last), window.start);
  const packets = contacts.flatMap(({ tries }) => tries).reduce((total, row) => total + row.packets, 0);
  return { first, last, packets, ongoing: goesOn(last, window.end) };
}

export function unseenOf(contacts: readonly Contact[], cutOff: boolean): readonly string[] {
  const rows = contacts.flatMap(({ tries }) => tries);
  return [
    ...(rows.every(({ packetEnds }) => packetEnds === 0)
      ? ['The records lack pkt-dstaddr: hosts behind a NAT gateway or on secondary addresses count as one.']
      : []),
    ...(rows.every(({ protocol, flags }) => protocol !== 6 || flags === null)
      ? [
          'The records lack tcp-flags: refused connections were told from others by the size of their packets, and scans from the port of a service look like its replies.',
        ]
      : []),
    ...(cutOff ? ['There were more attempts than could be read: the numbers are the least there were.'] : []),
  ];
}
