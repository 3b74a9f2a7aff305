/** Reads the prefix lists that rules and routes refer to, as far as they can matter to the addresses of a question. */
import type { NetworkIndex } from '../../../network/find/index-network.ts';
import { holdsPublicAddressesOnly } from '../../../network/prefix-list.ts';
import type { RouteTarget, RouteTargetKind } from '../../../network/route-table.ts';
import { VPC_ENDPOINT_BY_ID } from './gateway-lookups.ts';
import { touchesInternet } from './gateways.ts';
import { AWS_PREFIX_LIST_BY_ID, ENTRIES_OF_PREFIX_LIST, PREFIX_LIST_BY_ID } from './policy-lookups.ts';
import type { Question } from './question.ts';
import { type Traffic, tablesOf } from './targets.ts';

function inRules(index: NetworkIndex, groupIds: readonly string[]): readonly string[] {
  const groups = groupIds.flatMap((id) => index.groups.get(id) ?? []);
  return groups
    .flatMap(({ inbound, outbound }) => [...inbound, ...outbound])
    .flatMap(({ peer }) => (peer.kind === 'prefix-list' ? [peer.id] : []));
}

interface ListRoute {
  readonly listId: string;
  readonly target: RouteTarget;
}

function inRoutes(index: NetworkIndex, traffic: Traffic): readonly ListRoute[] {
  return tablesOf(index, traffic.senders)
    .flatMap(({ routes }) => routes)
    .flatMap(({ destination, target }) =>
      destination.kind === 'prefix-list' ? [{ listId: destination.id, target }] : [],
    );
}

/** Those of AWS that hold public addresses only do not matter to traffic inside. */
function unread(index: NetworkIndex, ids: readonly string[], isInside: boolean): readonly string[] {
  return ids.filter((id) => {
    const list = index.prefixLists.get(id);
    return !list?.entries && !(isInside && holdsPublicAddressesOnly(id, list));
  });
}

/** Gateways are looked up when a list is found to lead there. */
const LOOKED_UP: ReadonlySet<RouteTargetKind> = new Set([
  'nat-gateway',
  'peering-connection',
  'transit-gateway',
  'network-interface',
]);

/** @param groupIds the groups whose rules decide */
export async function readPrefixLists(
  question: Question,
  traffic: Traffic,
  groupIds: readonly string[],
): Promise<void> {
  const routes = inRoutes(question.index, traffic);
  const ids = [...new Set([...inRules(question.index, groupIds), ...routes.map(({ listId }) => listId)])];
  const isInside = !touchesInternet(question.index, traffic);
  const toRead = () => unread(question.index, ids, isInside);
  const kept = routes.some(({ target }) => LOOKED_UP.has(target.kind)) ? 1 : 0;
  const left = () => question.callsLeft - kept;

  const unnamed = toRead().filter((id) => !holdsPublicAddressesOnly(id, undefined));
  if (left() > unnamed.length) await question.find(PREFIX_LIST_BY_ID, unnamed);
  // The lists of AWS are read in one call, and each of the others in as many as it has pages.
  const ofAws = toRead().filter((id) => holdsPublicAddressesOnly(id, question.index.prefixLists.get(id)));
  if (left() > 0) await question.find(AWS_PREFIX_LIST_BY_ID, ofAws);
  for (const id of toRead()) {
    if (left() > 0) await question.find(ENTRIES_OF_PREFIX_LIST, [id], left());
  }

  const missing = new Set(toRead());
  const endpointIds = routes.flatMap(({ listId, target }) =>
    missing.has(listId) && target.kind === 'vpc-endpoint' ? [target.id] : [],
  );
  if (isInside && left() > 0) await question.find(VPC_ENDPOINT_BY_ID, endpointIds);
  if (missing.size > 0 && !question.hasFailed('GetManagedPrefixListEntries'))
    question.leaveOut(`the entries of ${[...missing].join(', ')}`);
}
