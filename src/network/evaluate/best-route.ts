/** Which route of a table a packet takes. */
import { type AddressNumber, addressNumber, blockContains } from '../block.ts';
import type { NetworkIndex } from '../find/index-network.ts';
import { isNotKnown } from '../find/not-known.ts';
import { isOfInternet, routeTableOf } from '../find/place.ts';
import { destinationText, type Route, type RouteTable, type RouteTarget } from '../route-table.ts';
import { isInPrefixList } from './prefix-list-match.ts';

interface ChosenRoute {
  readonly route: Route;
  /** The length of the block that matched, of a prefix list's the longest. */
  readonly prefix: number;
}

export interface RouteChoice {
  /** Undefined where no route is known to match. */
  readonly chosen: ChosenRoute | undefined;
  /** Another route that may be the one all the same, and why; null where it is certain. */
  readonly doubt: { readonly route: Route; readonly because: string } | null;
}

/** The length of the longest block of a destination that holds an address; undefined where none does. */
function matchOf(index: NetworkIndex, { destination }: Route, number: AddressNumber): number | undefined {
  if (destination.kind === 'cidr')
    return blockContains(destination.block, number) ? destination.block.prefix : undefined;
  const entries = index.prefixLists.get(destination.id)?.entries ?? [];
  const lengths = entries.filter((block) => blockContains(block, number)).map(({ prefix }) => prefix);
  return lengths.length === 0 ? undefined : Math.max(...lengths);
}

/** Of routes to the same block: written ones before prefix lists before learned ones (VPC User Guide, "How route priority works"). */
function rank({ destination, propagated }: Route): number {
  if (propagated) return 2;
  return destination.kind === 'cidr' ? 0 : 1;
}

function sameTarget(a: Route, b: Route): boolean {
  return a.target.kind === b.target.kind && a.target.id === b.target.id;
}

/** A prefix list that was not read and may hold the address. Gateway endpoints are for lists of public addresses only. */
function mayHold(
  index: NetworkIndex,
  { destination, target }: Route,
  address: string,
  number: AddressNumber,
): boolean {
  if (destination.kind !== 'prefix-list') return false;
  const ofInternet = () => isOfInternet(index, address);
  if (index.vpcEndpoints.get(target.id)?.type === 'Gateway' && !ofInternet()) return false;
  return isInPrefixList(index, destination.id, number, ofInternet).match === 'unknown';
}

/** The most specific route decides, blackholes among them. */
export function chooseRoute(
  index: NetworkIndex,
  table: RouteTable,
  address: string,
  number: AddressNumber,
): RouteChoice {
  const matching: ChosenRoute[] = [];
  for (const route of table.routes) {
    const prefix = matchOf(index, route, number);
    if (prefix !== undefined) matching.push({ route, prefix });
  }
  matching.sort((a, b) => b.prefix - a.prefix || rank(a.route) - rank(b.route));
  const [chosen, second] = matching;
  const unread = table.routes.find((route) => mayHold(index, route, address, number));
  if (unread) {
    const because = `the entries of ${destinationText(unread.destination)}, which it routes to ${unread.target.id}, were not read and may hold ${address}`;
    return { chosen, doubt: { route: unread, because } };
  }
  const tied =
    chosen && second && chosen.prefix === second.prefix && rank(chosen.route) === rank(second.route);
  if (!tied || sameTarget(chosen.route, second.route)) return { chosen, doubt: null };
  const because = `it routes the same block to ${second.route.target.id} too, and AWS does not say which it takes`;
  return { chosen, doubt: { route: second.route, because } };
}

/** Where packets to an address leave a subnet for, as far as that is certain; null where it is not, or there is no route. */
export function targetTowards(
  index: NetworkIndex,
  subnetId: string | null,
  address: string,
): RouteTarget | null {
  const table = subnetId === null ? undefined : routeTableOf(index, subnetId);
  const number = addressNumber(address);
  if (!table || isNotKnown(table) || !number) return null;
  const { chosen, doubt } = chooseRoute(index, table, address, number);
  return chosen && doubt === null && chosen.route.state === 'active' ? chosen.route.target : null;
}
