/** Where the packets of a question may go, by the route tables that are known: the gateways that are looked up next. */
import { addressNumber } from '../../../network/block.ts';
import { chooseRoute } from '../../../network/evaluate/best-route.ts';
import type { NetworkIndex } from '../../../network/find/index-network.ts';
import { isNotKnown } from '../../../network/find/not-known.ts';
import { isOfInternet, routeTableOf } from '../../../network/find/place.ts';
import type { NetworkInterface } from '../../../network/network-interface.ts';
import type { Route, RouteTable } from '../../../network/route-table.ts';

/** Who sends, and to which addresses: every one may send to every address. */
export interface Traffic {
  readonly senders: readonly NetworkInterface[];
  readonly addresses: readonly string[];
}

export interface Targets {
  readonly natGatewayIds: ReadonlySet<string>;
  readonly peeringConnectionIds: ReadonlySet<string>;
  /** Appliances: interfaces that routes name. */
  readonly interfaceIds: ReadonlySet<string>;
  readonly transitGateway: boolean;
  /** An internet gateway, of one kind or the other. */
  readonly internetGateway: boolean;
  /** An address inside, to which a table has no route, or one that drops. */
  readonly isMissing: boolean;
}

/** The route tables of the subnets that senders are in, each once. */
export function tablesOf(index: NetworkIndex, senders: readonly NetworkInterface[]): readonly RouteTable[] {
  const subnetIds = new Set(senders.flatMap(({ subnetId }) => subnetId ?? []));
  const tables = [...subnetIds].map((id) => routeTableOf(index, id));
  return [...new Set(tables)].flatMap((table) => (isNotKnown(table) ? [] : [table]));
}

interface Choice {
  readonly address: string;
  readonly routes: readonly Route[];
}

function choicesOf(
  index: NetworkIndex,
  { senders, addresses }: Traffic,
  isSettled: boolean,
): readonly Choice[] {
  return tablesOf(index, senders).flatMap((table) =>
    addresses.flatMap((address): readonly Choice[] => {
      const number = addressNumber(address);
      if (!number) return [];
      const { chosen, doubt } = chooseRoute(index, table, address, number);
      const other = doubt && isSettled ? [doubt.route] : [];
      return [{ address, routes: [...(chosen ? [chosen.route] : []), ...other] }];
    }),
  );
}

/**
 * @param isSettled prefix lists were read as far as they will be: where a route is in doubt all the same, the one that may be taken instead
 * counts too
 */
export function targetsOf(index: NetworkIndex, traffic: Traffic, isSettled: boolean): Targets {
  const choices = choicesOf(index, traffic, isSettled);
  const active = choices.flatMap(({ routes }) => routes).filter(({ state }) => state === 'active');
  const ids = (kind: Route['target']['kind']) =>
    new Set(active.flatMap(({ target }) => (target.kind === kind ? [target.id] : [])));
  return {
    natGatewayIds: ids('nat-gateway'),
    peeringConnectionIds: ids('peering-connection'),
    interfaceIds: ids('network-interface'),
    transitGateway: ids('transit-gateway').size > 0,
    internetGateway: ids('internet-gateway').size + ids('egress-only-internet-gateway').size > 0,
    isMissing: choices.some(
      ({ address, routes }) =>
        !routes.some(({ state }) => state === 'active') && !isOfInternet(index, address),
    ),
  };
}
