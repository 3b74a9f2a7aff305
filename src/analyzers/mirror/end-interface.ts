/** The network interfaces of one end of a capture, from the configuration or from what records show, and the one that this traffic passes. */
import { resolveSubject } from '../../network/find/resolve-subject.ts';
import type { NetworkInterface } from '../../network/network-interface.ts';
import type { Subject } from '../../query/request.ts';
import type { Scope } from '../analyzer.ts';
import type { OwnAddresses } from '../interface-address.ts';
import type { Sighting } from '../sighting.ts';

export interface EndInterface {
  readonly id: string;
  /** Null where the configuration does not have it. */
  readonly known: NetworkInterface | null;
}

function inConfiguration({ network }: Scope, subject: Subject): readonly EndInterface[] {
  const found = network && resolveSubject(network, subject);
  if (!found || (found.kind !== 'one' && found.kind !== 'several')) return [];
  return found.interfaces.map((of) => ({ id: of.id, known: of }));
}

/** The interfaces whose own address this certainly is, by everything they logged. */
function inRecords(subject: Subject, own: OwnAddresses): readonly EndInterface[] {
  if (subject.kind === 'network-interface') return [{ id: subject.id, known: null }];
  if (subject.kind !== 'address') return [];
  return [...own].flatMap(([id, candidates]) =>
    candidates.size === 1 && candidates.has(subject.text) ? [{ id, known: null }] : [],
  );
}

export function interfacesOf(scope: Scope, subject: Subject, own: OwnAddresses): readonly EndInterface[] {
  const known = inConfiguration(scope, subject);
  return known.length > 0 ? known : inRecords(subject, own);
}

/** The only interface, or the one of several that logged most of this traffic; undefined where none of several did. */
export function passedBy(
  interfaces: readonly EndInterface[],
  seen: readonly Sighting[],
): EndInterface | undefined {
  const [only, ...others] = interfaces;
  if (others.length === 0) return only;
  const packets = (id: string) =>
    seen.reduce((total, one) => (one.interfaceId === id ? total + one.packets : total), 0);
  const [busiest] = interfaces
    .map((of) => ({ of, packets: packets(of.id) }))
    .filter((one) => one.packets > 0)
    .sort((a, b) => b.packets - a.packets);
  return busiest?.of;
}
