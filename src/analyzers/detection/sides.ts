/** Which end of a record is ours, as conditions on its addresses. */
import { DESTINATION, type Expression, SOURCE } from '../../query/expression.ts';
import { all, any, inCidr, not, type Predicate } from '../../query/predicate.ts';
import { type Cidr, cidrContains } from '../../record/address.ts';

function isOurs(end: Expression, home: readonly Cidr[]): Predicate {
  return any(...home.map((block) => inCidr(end, block)));
}

/** The sender is ours, whoever receives. */
export function fromUs(home: readonly Cidr[]): Predicate {
  return isOurs(SOURCE, home);
}

/** The receiver is ours, whoever sends. */
export function toUs(home: readonly Cidr[]): Predicate {
  return isOurs(DESTINATION, home);
}

/** From outside to us. */
export function inbound(home: readonly Cidr[]): Predicate {
  return all(not(fromUs(home)), toUs(home));
}

/** From us to outside. */
export function outbound(home: readonly Cidr[]): Predicate {
  return all(fromUs(home), not(toUs(home)));
}

/** Between two of ours. */
export function eastWest(home: readonly Cidr[]): Predicate {
  return all(fromUs(home), toUs(home));
}

/** Whether an address is ours. */
export function oursIn(home: readonly Cidr[]): (address: string) => boolean {
  return (address) => home.some((block) => cidrContains(block, address));
}
