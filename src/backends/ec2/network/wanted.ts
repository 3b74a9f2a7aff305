/** What a question wants of the network: the subjects it was asked about, and the ends that records name. */
import type { Subject } from '../../../query/request.ts';
import { type Cidr, canonicalAddress, type IpAddress, parseIpAddress } from '../../../record/address.ts';

export interface NetworkWanted {
  readonly subjects: readonly Subject[];
  readonly addresses: readonly string[];
  readonly interfaceIds: readonly string[];
}

type ResourceKind = Extract<Subject, { readonly id: string }>['kind'];

export function idsOf({ subjects }: NetworkWanted, kind: ResourceKind): readonly string[] {
  return subjects.flatMap((subject) => (subject.kind === kind && 'id' in subject ? [subject.id] : []));
}

export function namesOf({ subjects }: NetworkWanted): readonly string[] {
  return subjects.flatMap((subject) => (subject.kind === 'name' ? [subject.name] : []));
}

export function blocksOf({ subjects }: NetworkWanted): readonly Cidr[] {
  return subjects.flatMap((subject) => (subject.kind === 'cidr' ? [subject] : []));
}

/** Each once, in the spelling that EC2 uses. */
export function addressesOf({ subjects, addresses }: NetworkWanted): readonly IpAddress[] {
  const asked = subjects.flatMap((subject) => (subject.kind === 'address' ? [subject.text] : []));
  const texts = new Set([...asked, ...addresses].map(canonicalAddress));
  return [...texts].flatMap((text) => parseIpAddress(text) ?? []);
}
