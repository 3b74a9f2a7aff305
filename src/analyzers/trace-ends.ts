/** The two ends of a traced exchange: who they are, and which of the network interfaces that logged it are theirs. */
import type { NetworkIndex } from '../network/find/index-network.ts';
import { DESTINATION, field, SOURCE } from '../query/expression.ts';
import { ALWAYS, all, any, between, equals, type Predicate } from '../query/predicate.ts';
import type { Subject } from '../query/request.ts';
import { cidrContains, isPrivateAddress } from '../record/address.ts';
import type { Scope } from './analyzer.ts';
import type { OwnAddresses } from './interface-address.ts';
import type { Sighting } from './sighting.ts';
import { extentOf, placed, subjectText } from './subject.ts';

/** A trace asks about `from` and `to`, or about its two subjects in that order. */
export function endsAsked({ request }: Scope): { readonly source: Subject; readonly destination: Subject } {
  const [first, second] = request.subjects;
  const source = request.from ?? first;
  const destination = request.to ?? (request.from ? first : second);
  if (!source || !destination) throw new TypeError('A trace needs a source and a destination.');
  return { source, destination };
}

const SENDER = [SOURCE, field('srcAddr')];
const RECEIVER = [DESTINATION, field('dstAddr')];

/** Requests from the one end to the other, and the replies to them. */
export function exchanged(scope: Scope): Predicate {
  const { source, destination } = endsAsked(scope);
  const { port, protocol } = scope.request;
  const { network } = scope;
  const at = (key: 'srcPort' | 'dstPort') => (port ? between(field(key), port.low, port.high) : ALWAYS);
  return all(
    any(
      all(placed(source, SENDER, network), placed(destination, RECEIVER, network), at('dstPort')),
      all(placed(destination, SENDER, network), placed(source, RECEIVER, network), at('srcPort')),
    ),
    ...(protocol === undefined ? [] : [equals(field('protocol'), protocol)]),
  );
}

/** Where a sighting was made: at the interface of the one end, of the other, or somewhere between. */
export type Side = 'source' | 'destination' | 'between';

interface End {
  readonly text: string;
  readonly addresses: ReadonlySet<string>;
  readonly interfaceIds: ReadonlySet<string>;
}

export interface Ends {
  readonly source: End;
  readonly destination: End;
}

/** What a subject is by itself, and by the configuration; empty where only records tell. */
function addressesOf(subject: Subject, network: NetworkIndex | null): readonly string[] {
  const own = subject.kind === 'address' ? [subject.text] : [];
  return [...own, ...(extentOf(subject, network)?.addresses ?? [])];
}

/** Of what records show, what may be this end's: not what is known to be the other's, which may have opened the connection. */
function shownFor(
  subject: Subject,
  seen: readonly string[],
  other: Subject,
  { network }: Scope,
): readonly string[] {
  const isOthers = new Set(addressesOf(other, network));
  const blocks = subject.kind === 'cidr' ? [subject] : (extentOf(subject, network)?.blocks ?? []);
  const rest = [...new Set(seen)].filter((address) => !isOthers.has(address));
  return blocks.length === 0
    ? rest
    : rest.filter((address) => blocks.some((block) => cidrContains(block, address)));
}

/** @param seen the addresses that records show for this end */
function endOf(
  subject: Subject,
  other: Subject,
  seen: readonly string[],
  own: OwnAddresses,
  scope: Scope,
): End {
  const known = extentOf(subject, scope.network);
  const fixed = addressesOf(subject, scope.network);
  const isWhole = fixed.length > 0 && subject.kind !== 'subnet' && subject.kind !== 'vpc';
  const addresses = new Set(isWhole ? fixed : [...fixed, ...shownFor(subject, seen, other, scope)]);
  const logged = [...own].flatMap(([interfaceId, candidates]) => {
    const [address, ...others] = candidates;
    return address !== undefined && others.length === 0 && addresses.has(address) ? [interfaceId] : [];
  });
  return {
    text: subjectText(subject),
    addresses,
    interfaceIds: new Set([...(known?.interfaces.map(({ id }) => id) ?? []), ...logged]),
  };
}

/** @param requests what was sent from the one end to the other */
export function endsOf(scope: Scope, own: OwnAddresses, requests: readonly Sighting[]): Ends {
  const { source, destination } = endsAsked(scope);
  const senders = requests.map((sighting) => sighting.source);
  const receivers = requests.map((sighting) => sighting.destination);
  return {
    source: endOf(source, destination, senders, own, scope),
    destination: endOf(destination, source, receivers, own, scope),
  };
}

function byDirection({ source, destination }: Ends, sighting: Sighting): Side {
  const out = sighting.flowDirection === 'egress';
  const address = out ? (sighting.srcAddr ?? sighting.source) : (sighting.dstAddr ?? sighting.destination);
  if (source.addresses.has(address)) return 'source';
  return destination.addresses.has(address) ? 'destination' : 'between';
}

export function sideOf(sighting: Sighting, ends: Ends, own: OwnAddresses): Side {
  const { interfaceId, flowDirection } = sighting;
  if (interfaceId !== null && ends.source.interfaceIds.has(interfaceId)) return 'source';
  if (interfaceId !== null && ends.destination.interfaceIds.has(interfaceId)) return 'destination';
  if (flowDirection === 'egress' || flowDirection === 'ingress') return byDirection(ends, sighting);
  const candidates = [...((interfaceId === null ? undefined : own.get(interfaceId)) ?? [])];
  const sides = new Set(
    candidates.flatMap((address): readonly Side[] => {
      if (ends.source.addresses.has(address)) return ['source'];
      return ends.destination.addresses.has(address) ? ['destination'] : [];
    }),
  );
  const [only, other] = sides;
  if (only && !other) return only;
  if (!only) return 'between';
  // It logged nothing but this pair. Records show interfaces by private addresses, so of a private and a public end the private one is here.
  const local = candidates.filter(isPrivateAddress);
  const [address, second] = local;
  if (address === undefined || second !== undefined) return 'destination';
  return ends.source.addresses.has(address) ? 'source' : 'destination';
}
