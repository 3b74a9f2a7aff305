/** Which end of a group of records is the subject's: by its addresses, else by the direction at its interface, else by what is common to it. */
import { canonicalAddress, cidrContains } from '../../record/address.ts';
import type { Scope } from '../analyzer.ts';
import { ownAddresses } from '../interface-address.ts';
import { extentOf } from '../subject.ts';
import type { EndsRow } from './queries.ts';

type Ends = Pick<EndsRow, 'interfaceId' | 'flowDirection' | 'source' | 'destination'>;

/** Whether the subject sent the group or received it; null where that cannot be told. What stays inside the subject was sent. */
export type SideOf = (row: Ends) => 'sent' | 'received' | null;

function isOwn({ request, network }: Scope): (address: string | null) => boolean {
  const [subject] = request.subjects;
  const extent = subject && extentOf(subject, network);
  const addresses = new Set([
    ...(subject?.kind === 'address' ? [subject.text] : []),
    ...(extent?.addresses ?? []).map(canonicalAddress),
  ]);
  const blocks = [...(subject?.kind === 'cidr' ? [subject] : []), ...(extent?.blocks ?? [])];
  return (address) =>
    address !== null &&
    (addresses.has(canonicalAddress(address)) || blocks.some((block) => cidrContains(block, address)));
}

export function sideBy(rows: readonly Ends[], scope: Scope): SideOf {
  const belongs = isOwn(scope);
  const pairs = rows.map(({ source, destination, ...rest }) => ({
    ...rest,
    subnetId: null,
    srcAddr: source,
    dstAddr: destination,
  }));
  const own = ownAddresses(pairs);
  return ({ interfaceId, flowDirection, source, destination }) => {
    if (belongs(source)) return 'sent';
    if (belongs(destination)) return 'received';
    if (flowDirection === 'egress') return 'sent';
    if (flowDirection === 'ingress') return 'received';
    const [only, ...others] = (interfaceId === null ? undefined : own.get(interfaceId)) ?? [];
    if (only === undefined || others.length > 0) return null;
    return only === source ? 'sent' : 'received';
  };
}
