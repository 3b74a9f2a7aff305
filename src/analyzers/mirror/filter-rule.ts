/** The rules of a mirror filter: they copy one conversation and nothing else, where ten rules are enough to say so. */
import type { PortRange } from '../../network/port-range.ts';
import { hasPorts } from '../../network/traffic.ts';
import { type Cidr, parseCidr } from '../../record/address.ts';

export interface FilterRule {
  readonly direction: 'ingress' | 'egress';
  /** Rules of one direction are tried in ascending order. */
  readonly number: number;
  /** IANA number; null for all. */
  readonly protocol: number | null;
  readonly source: string;
  readonly destination: string;
  readonly sourcePorts: PortRange | null;
  readonly destinationPorts: PortRange | null;
}

/** What is to be copied, by what stands in the packets at the mirrored interface. */
export interface Copied {
  /** The mirrored end: at most one block of a family. */
  readonly own: readonly Cidr[];
  readonly peer: readonly Cidr[];
  readonly protocol: number | null;
  /** Of either end: which of them serves is not asked. */
  readonly port: PortRange | null;
}

export interface Filter {
  readonly rules: readonly FilterRule[];
  /** The peer has more blocks than rules can name, so traffic with others is copied too. */
  readonly widened: boolean;
}

/** Traffic Mirroring quotas: "Maximum number of filter rules per filter: 10". */
const MOST_RULES = 10;
const FIRST_NUMBER = 100;
const STEP = 10;

export const ANY_BLOCKS: readonly Cidr[] = ['0.0.0.0/0', '::/0'].flatMap((text) => parseCidr(text) ?? []);

type Unnumbered = Omit<FilterRule, 'number'>;

function rulesOf({ own, peer, protocol, port }: Copied): readonly Unnumbered[] {
  const ports = protocol !== null && hasPorts(protocol) ? port : null;
  const ends = ports
    ? [
        { sourcePorts: null, destinationPorts: ports },
        { sourcePorts: ports, destinationPorts: null },
      ]
    : [{ sourcePorts: null, destinationPorts: null }];
  return (['ingress', 'egress'] as const).flatMap((direction) =>
    peer.flatMap((other) =>
      own
        .filter(({ family }) => family === other.family)
        .flatMap((mine) => {
          const [source, destination] = direction === 'ingress' ? [other, mine] : [mine, other];
          return ends.map((at) => ({
            direction,
            protocol,
            source: source.text,
            destination: destination.text,
            ...at,
          }));
        }),
    ),
  );
}

function numbered(rules: readonly Unnumbered[]): readonly FilterRule[] {
  const used = { ingress: 0, egress: 0 };
  return rules.map((rule) => {
    const number = FIRST_NUMBER + used[rule.direction] * STEP;
    used[rule.direction] += 1;
    return { ...rule, number };
  });
}

export function filterFor(copied: Copied): Filter {
  const exact = rulesOf(copied);
  if (exact.length <= MOST_RULES) return { rules: numbered(exact), widened: false };
  const families = new Set(copied.peer.map(({ family }) => family));
  const peer = ANY_BLOCKS.filter(({ family }) => families.has(family));
  return { rules: numbered(rulesOf({ ...copied, peer })), widened: true };
}
