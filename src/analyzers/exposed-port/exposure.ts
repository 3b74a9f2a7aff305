/** Whether a sensitive port of ours answers clients outside, from sums over both directions. */

import { sumOf } from '../../query/sums.ts';
import { bareHeader } from '../../record/bare-header.ts';
import { isLikelyEphemeral } from '../../record/ephemeral.ts';
import { TCP } from '../../record/protocols.ts';
import { answersConnection, opensConnection, RST } from '../../record/tcp-flags.ts';
import { byKey } from '../detection/by-key.ts';
import { LAST_SYSTEM_PORT } from '../detection/service-ports.ts';

export interface SideRow {
  /** Ours. */
  readonly address: string | null;
  readonly port: number | null;
  readonly protocol: number | null;
  readonly tcpFlags: number | null;
  readonly packets: number;
  readonly bytes: number;
  readonly clients: number;
  readonly clientPorts: number;
  readonly lowestClientPort: number | null;
  readonly first: number | null;
  readonly last: number | null;
}

export interface Exposure {
  readonly address: string;
  readonly port: number;
  /** IANA protocol number. */
  readonly protocol: number;
  /** `closed`: the host refuses what the rules let in. */
  readonly state: 'answers' | 'closed';
  /** Distinct clients that were answered; a client counts once more where its records differ in their flags. */
  readonly clients: number;
  /** Of the answers. */
  readonly packets: number;
  readonly first: number;
  readonly last: number;
  /** Flags show that clients outside opened the connections; without them the ports do, as far as ports can. */
  readonly isProven: boolean;
}

/** A port that clients may pick too is taken for a service's where several connections use it, or where only the other end's is one that clients of today pick. */
const CONNECTIONS_OF_A_SERVICE = 3;

interface Sides {
  readonly asks: readonly SideRow[];
  readonly answers: readonly SideRow[];
}

function isReset({ protocol, tcpFlags, packets, bytes, address }: SideRow): boolean {
  if (protocol !== TCP) return false;
  if (tcpFlags !== null && tcpFlags !== 0) return (tcpFlags & RST) !== 0 && !answersConnection(tcpFlags);
  return tcpFlags === null && bytes <= bareHeader(address ?? '') * packets;
}

/** Who opened the connections: null where only the ports can tell. */
function openedOutside({ asks, answers }: Sides): boolean | null {
  const outside =
    asks.some(({ tcpFlags }) => opensConnection(tcpFlags)) ||
    answers.some(({ tcpFlags }) => answersConnection(tcpFlags));
  if (outside) return true;
  const ours =
    answers.some(({ tcpFlags }) => opensConnection(tcpFlags)) ||
    asks.some(({ tcpFlags }) => answersConnection(tcpFlags));
  return ours ? false : null;
}

function looksLikeService(port: number, asks: readonly SideRow[]): boolean {
  const connections = Math.max(0, ...asks.map(({ clientPorts }) => clientPorts));
  const isPickedOutside = asks.every(({ lowestClientPort: lowest }) => isLikelyEphemeral(lowest ?? 0));
  return (
    port <= LAST_SYSTEM_PORT ||
    connections >= CONNECTIONS_OF_A_SERVICE ||
    (isPickedOutside && !isLikelyEphemeral(port))
  );
}

function exposureOf(sides: Sides): Exposure | undefined {
  const [sample] = sides.asks;
  const { address, port, protocol } = sample ?? {};
  if (address == null || port == null || protocol == null) return undefined;
  const opened = openedOutside(sides);
  if (opened === false || (opened === null && !looksLikeService(port, sides.asks))) return undefined;
  const real = sides.answers.filter((row) => !isReset(row));
  const counted = real.length > 0 ? real : sides.answers;
  if (counted.length === 0) return undefined;
  const times = [...sides.asks, ...counted];
  return {
    ...{ address, port, protocol },
    state: real.length > 0 ? 'answers' : 'closed',
    clients: Math.max(...counted.map(({ clients }) => clients)),
    packets: sumOf(counted.map(({ packets }) => packets)),
    first: Math.min(...times.flatMap(({ first }) => first ?? [])),
    last: Math.max(...times.flatMap(({ last }) => last ?? [])),
    isProven: opened === true,
  };
}

function keyOf({ address, port, protocol }: SideRow): string {
  return `${address} ${port} ${protocol}`;
}

/** Ports that answer before those that are closed, those with most packets first. */
export function exposuresAmong(asks: readonly SideRow[], answers: readonly SideRow[]): readonly Exposure[] {
  const answered = byKey(answers, keyOf);
  const found = [...byKey(asks, keyOf)].flatMap(
    ([key, rows]) => exposureOf({ asks: rows, answers: answered.get(key) ?? [] }) ?? [],
  );
  return found.sort(
    (a, b) => Number(a.state === 'closed') - Number(b.state === 'closed') || b.packets - a.packets,
  );
}
