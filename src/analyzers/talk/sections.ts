/** The lists of the page: traffic each way, services it offers, services it calls, and peers. */
import type { ListingColumn, Section } from '../../diagnosis/diagnosis.ts';
import { serviceName } from '../../record/ports.ts';
import { protocolName } from '../../record/protocols.ts';
import type { Scope } from '../analyzer.ts';
import { partyName } from '../party.ts';
import { distinct, type Flow, flowsBy, totalOf } from './flows.ts';
import { whoText } from './who.ts';

const SENT: ListingColumn = { key: 'sent', title: 'Sent', unit: 'bytes' };
const RECEIVED: ListingColumn = { key: 'received', title: 'Received', unit: 'bytes' };
const PEERS: ListingColumn = { key: 'peers', title: 'Peers', unit: 'count' };

const DEFAULT_ROWS = 10;

function protocolText(protocol: number | null): string {
  return protocol === null ? '-' : protocolName(protocol);
}

function earliest(flows: readonly Flow[]): number | null {
  const times = flows.flatMap(({ first }) => first ?? []);
  return times.length === 0 ? null : times.reduce((least, time) => Math.min(least, time));
}

function latest(flows: readonly Flow[]): number | null {
  const times = flows.flatMap(({ last }) => last ?? []);
  return times.length === 0 ? null : times.reduce((greatest, time) => Math.max(greatest, time));
}

export function accepted(flows: readonly Flow[]): readonly Flow[] {
  return flows.filter(({ action }) => action === 'ACCEPT');
}

export function rejectedOf(flows: readonly Flow[]): readonly Flow[] {
  return flows.filter(({ action }) => action === 'REJECT');
}

/** Each way apart, what was accepted before what was rejected. */
function trafficSection(flows: readonly Flow[]): Section {
  const kinds = (['ACCEPT', 'REJECT'] as const).flatMap((action) =>
    (['sent', 'received'] as const).map((way) => ({
      what: `${way}, ${action === 'ACCEPT' ? 'accepted' : 'REJECTED'}`,
      of: flows.filter((flow) => flow.action === action && flow.way === way),
    })),
  );
  return {
    title: 'Traffic',
    columns: [
      { key: 'what', title: 'Way', unit: 'text' },
      { key: 'protocols', title: 'Protocols', unit: 'text' },
      { key: 'bytes', title: 'Bytes', unit: 'bytes' },
      { key: 'packets', title: 'Packets', unit: 'packets' },
      PEERS,
      { key: 'first', title: 'First', unit: 'time' },
      { key: 'last', title: 'Last', unit: 'time' },
    ],
    rows: kinds
      .filter(({ of }) => of.length > 0)
      .map(({ what, of }) => ({
        what,
        protocols: distinct(of.map(({ protocol }) => protocolText(protocol))).join(', '),
        bytes: totalOf(of, 'bytes'),
        packets: totalOf(of, 'packets'),
        peers: distinct(of.map(({ peer }) => peer)).length,
        first: earliest(of),
        last: latest(of),
      })),
  };
}

function largestFirst(a: readonly Flow[], b: readonly Flow[]): number {
  return (
    totalOf(accepted(b), 'bytes') - totalOf(accepted(a), 'bytes') ||
    totalOf(b, 'packets') - totalOf(a, 'packets')
  );
}

function bothWays(flows: readonly Flow[]) {
  return {
    sent: totalOf(
      flows.filter(({ way }) => way === 'sent'),
      'bytes',
    ),
    received: totalOf(
      flows.filter(({ way }) => way === 'received'),
      'bytes',
    ),
  };
}

/** Ports with what their service is usually called; the host too, where the subject has several. */
function servicesSection(
  title: string,
  flows: readonly Flow[],
  serving: Flow['serving'],
  most: number,
): Section {
  const of = accepted(flows).filter((flow) => flow.serving === serving);
  const hosts = serving === 'here' && distinct(of.map(({ local }) => local)).length > 1;
  const ofServices = flowsBy(of, ({ local, protocol, port }) =>
    JSON.stringify([hosts ? local : null, protocol, port]),
  );
  return {
    title,
    columns: [
      ...(hosts ? [{ key: 'host', title: 'Host', unit: 'address' as const }] : []),
      { key: 'protocol', title: 'Protocol', unit: 'protocol' },
      { key: 'port', title: 'Port', unit: 'port' },
      { key: 'service', title: 'Service', unit: 'text' },
      PEERS,
      SENT,
      RECEIVED,
    ],
    rows: ofServices
      .toSorted(largestFirst)
      .slice(0, most)
      .map((group) => {
        const [{ local, protocol, port }] = group;
        return {
          ...(hosts ? { host: local } : {}),
          protocol,
          port,
          service: port === null ? 'several ports' : (serviceName(port, protocol) ?? '-'),
          peers: distinct(group.map(({ peer }) => peer)).length,
          ...bothWays(group),
        };
      }),
  };
}

/** Who of the two opens connections. */
function roleOf(flows: readonly Flow[]): string {
  const serving = distinct(flows.flatMap((flow) => flow.serving ?? []));
  const [only, ...others] = serving;
  if (only === undefined) return '-';
  if (others.length > 0) return 'both';
  return only === 'here' ? 'caller' : 'called';
}

const SERVICES_NAMED = 3;

function servicesText(flows: readonly Flow[]): string {
  const texts = distinct(
    flowsBy(flows, ({ protocol, port }) => `${protocol} ${port}`)
      .toSorted(largestFirst)
      .map(([{ protocol, port }]) => `${protocolText(protocol)}${port === null ? '' : ` ${port}`}`),
  );
  return texts.length > SERVICES_NAMED ? `${texts.slice(0, SERVICES_NAMED).join(', ')} …` : texts.join(', ');
}

/** Of all peers, the largest first: as many as are shown. */
export function largestPeers(
  flows: readonly Flow[],
  { request }: Scope,
): readonly (readonly [Flow, ...Flow[]])[] {
  return flowsBy(flows, ({ peer }) => peer)
    .toSorted(largestFirst)
    .slice(0, request.limit ?? DEFAULT_ROWS);
}

function peersSection(flows: readonly Flow[], scope: Scope): Section {
  const shown = largestPeers(flows, scope);
  const all = distinct(flows.map(({ peer }) => peer)).length;
  const rows = shown.map((group) => {
    const [{ peer }] = group;
    const aws = group.find(({ peerAws }) => peerAws !== null)?.peerAws ?? null;
    const name = partyName(scope.network, peer);
    return {
      peer,
      ...(name === null ? {} : { peerName: name }),
      role: roleOf(group),
      services: servicesText(group),
      ...bothWays(accepted(group)),
      rejected: totalOf(rejectedOf(group), 'packets'),
      who: name === null ? whoText(peer, aws, scope.facts?.of.get(peer)) : null,
    };
  });
  return {
    title: shown.length < all ? `The largest ${shown.length} of ${all} peers` : 'Peers',
    columns: [
      {
        key: 'peer',
        title: 'Peer',
        unit: 'address',
        ...(rows.some((row) => 'peerName' in row) ? { nameKey: 'peerName' } : {}),
      },
      { key: 'role', title: 'Role', unit: 'text' },
      { key: 'services', title: 'Services', unit: 'text' },
      SENT,
      RECEIVED,
      ...(rows.some(({ rejected }) => rejected > 0)
        ? [{ key: 'rejected', title: 'Rejected packets', unit: 'packets' as const }]
        : []),
      ...(rows.some(({ who }) => who !== null) ? [{ key: 'who', title: 'Who', unit: 'text' as const }] : []),
    ],
    rows,
  };
}

export function talkSections(flows: readonly Flow[], scope: Scope): readonly Section[] {
  const most = scope.request.limit ?? DEFAULT_ROWS;
  const sections = [
    trafficSection(flows),
    servicesSection('Services it offers', flows, 'here', most),
    servicesSection('Services it calls', flows, 'there', most),
    peersSection(flows, scope),
  ];
  return sections.filter(({ rows }) => rows.length > 0);
}
