/** Something wrong that is put into clean traffic, with what a detector has to say about it. */
import { assumedSubnet } from '../../../../src/analyzers/detection/assumed-subnet.ts';
import type { DetectorId } from '../../../../src/diagnosis/detection.ts';
import type { Marker } from '../day-file.ts';
import type { Exchange } from '../exchange.ts';
import type { Fleet, Host, Role } from '../fleet.ts';
import type { Piece } from '../pieces.ts';
import type { Random } from '../random.ts';

export interface Injection {
  /** The detector that has to find it. */
  readonly detector: DetectorId;
  /** What kind of it: `fast`, `period 300 s, jitter 50 %`. */
  readonly variant: string;
  /** Of ours, whom a person would look at: the address and the network interface, or which networks talk. Empty where it is about all of them. */
  readonly about: readonly string[];
  /** Seconds since the epoch. */
  readonly start: number;
  readonly end: number;
  readonly exchanges: readonly Exchange[];
  /** What becomes of clean traffic meanwhile: what lasts longer than the attack falls into parts. Absent where nothing does. */
  readonly change?: (exchange: Exchange) => readonly Exchange[];
  /** Records that are never delivered, and what stands in their place. */
  readonly isLost?: (piece: Piece) => boolean;
  readonly markers?: readonly Marker[];
}

export interface AttackScope {
  readonly fleet: Fleet;
  readonly stacks: number;
  readonly random: Random;
  /** The attacks lie between these, seconds since the epoch. */
  readonly start: number;
  readonly end: number;
}

/** The whole of one attack, as its maker writes it down. */
export interface Attack extends Omit<Injection, 'about' | 'detector'> {
  readonly hosts: readonly Host[];
}

export interface Place {
  readonly host: Host;
  readonly at: number;
  readonly random: Random;
  readonly index: number;
}

/** So many attacks of a kind, each at another host as long as there are any, at moments spread over the time. */
export function attacks(
  detector: DetectorId,
  scope: AttackScope,
  {
    times,
    roles,
    hours = 2,
    variant = '',
    isEligible = () => true,
  }: {
    readonly times: number;
    readonly roles: readonly Role[];
    readonly hours?: number;
    readonly variant?: string;
    /** Absent for all of the roles. */
    readonly isEligible?: (host: Host) => boolean;
  },
  make: (place: Place) => Attack,
): readonly Injection[] {
  const eligible = scope.fleet.hosts.filter((host) => roles.includes(host.role) && isEligible(host));
  const room = scope.end - scope.start - hours * 3600;
  const turn = scope.random.fork(`${detector} ${variant}`).whole(0, 1000);
  // A step that shares no factor with their number comes to all of them.
  const step = eligible.length % 7 === 0 ? 5 : 7;
  return Array.from({ length: times }, (_, index) => {
    const random = scope.random.fork(`${detector} ${variant} ${index}`);
    const host = eligible[(turn + index * step) % eligible.length];
    if (!host) throw new RangeError(`No host is a ${roles.join(' or ')}.`);
    const at = Math.floor(scope.start + ((index + random.next()) / times) * room);
    const { hosts, ...attack } = make({ host, at, random, index });
    return {
      ...attack,
      detector,
      about: hosts.flatMap(({ address, interfaceId }) => [address, interfaceId]),
    };
  });
}

/** What a detection of two networks that talk calls them: `10.0.2.0/24 tcp/5432 to 10.1.4.0/24`. */
export function edgeOf({ client, server, serverPort }: Exchange): string {
  return `${assumedSubnet(client)} tcp/${serverPort} to ${assumedSubnet(server)}`;
}

/** When the first packet leaves, and when the last does. */
export function spanOf(exchanges: readonly Exchange[]): { readonly start: number; readonly end: number } {
  return {
    start: Math.min(...exchanges.map(({ at }) => at)),
    end: Math.max(...exchanges.map(({ at, seconds }) => at + seconds)),
  };
}

/** Web servers, applications and what stands behind them: whoever may be taken over. */
export const WORKERS: readonly Role[] = ['web', 'app', 'database', 'cache', 'queue', 'batch'];
