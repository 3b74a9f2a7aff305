/**
 * What a network ACL says to each of many ports: the parts of a range that meet the same rule. A range opened too narrowly for ephemeral
 * ports shows as a part that is denied.
 */
import { type AddressNumber, blockContains } from '../block.ts';
import { DEFAULT_RULE, type NetworkAclEntry, ruleText } from '../network-acl.ts';
import { overlap, overlaps, type PortRange, without } from '../port-range.ts';
import { matchesKind } from './match.ts';
import type { Packet } from './packet.ts';

export interface PortInterval extends PortRange {
  /** `unknown`: it depends on something about the packet that is not known, such as the ICMP type. */
  readonly outcome: 'allow' | 'deny' | 'unknown';
  /** The rule that decides; null where it is one of several. */
  readonly rule: string | null;
}

/** Ports that no rule has decided yet, with the rules that may have decided them. */
interface Open extends PortRange {
  readonly maybe: readonly NetworkAclEntry[];
}

/** Stands for the ports of protocols that have none. */
const ONE: PortRange = { low: 0, high: 0 };

function decided({ low, high, maybe }: Open, action: 'allow' | 'deny', rule: string): PortInterval {
  const certain = maybe.every((entry) => entry.action === action);
  return { low, high, outcome: certain ? action : 'unknown', rule: maybe.length === 0 ? rule : null };
}

function joined(intervals: readonly PortInterval[]): readonly PortInterval[] {
  const result: PortInterval[] = [];
  for (const interval of [...intervals].sort((a, b) => a.low - b.low)) {
    const last = result.at(-1);
    const continues =
      last?.high === interval.low - 1 && last.outcome === interval.outcome && last.rule === interval.rule;
    if (last && continues) result.splice(-1, 1, { ...last, high: interval.high });
    else result.push(interval);
  }
  return result;
}

/**
 * Lowest number first, the first rule that matches decides, and what no rule matches is denied (VPC User Guide, "Network ACL rules").
 * @param entries of one direction, in ascending order
 * @param other the address at the other end: the source of what comes in, the destination of what goes out
 * @param ports null for protocols without ports, which gives one interval
 */
export function portIntervals(
  entries: readonly NetworkAclEntry[],
  other: AddressNumber,
  packet: Packet,
  ports: PortRange | null,
): readonly PortInterval[] {
  const result: PortInterval[] = [];
  let open: readonly Open[] = [{ ...(ports ?? ONE), maybe: [] }];
  for (const entry of entries) {
    if (open.length === 0) break;
    const match = blockContains(entry.block, other) ? matchesKind(entry, packet) : 'no';
    const range = ports && entry.ports;
    if (match === 'no' || (range && !open.some((part) => overlaps(part, range)))) continue;
    open = open.flatMap((part): readonly Open[] => {
      const met = range ? overlap(part, range) : part;
      if (!met) return [part];
      const rest = without(part, met).map((range) => ({ ...range, maybe: part.maybe }));
      const here = { low: met.low, high: met.high, maybe: part.maybe };
      if (match === 'unknown') return [...rest, { ...here, maybe: [...part.maybe, entry] }];
      result.push(decided(here, entry.action, ruleText(entry.number)));
      return rest;
    });
  }
  return joined([...result, ...open.map((part) => decided(part, 'deny', DEFAULT_RULE))]);
}
