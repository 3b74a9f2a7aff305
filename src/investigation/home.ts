/** Which addresses are ours: by their kind, by the configuration, by the operator, and where those leave IPv6 open, by the records. */
import { homeAmong, strangeEndsQueries } from '../analyzers/detection/home.ts';
import { insideBlocks } from '../analyzers/subject.ts';
import type { NetworkIndex } from '../network/find/index-network.ts';
import type { Request } from '../query/request.ts';
import type { Cidr } from '../record/address.ts';
import type { NeededQueries } from './needed-queries.ts';

function blocksOf({ network: { vpcs, subnets } }: NetworkIndex): readonly Cidr[] {
  return [...(vpcs ?? []), ...(subnets ?? [])].flatMap(({ blocks }) => blocks);
}

export async function homeOf(
  request: Request,
  network: NetworkIndex | null,
  told: readonly Cidr[],
  queries: NeededQueries,
): Promise<readonly Cidr[]> {
  const configured = network ? blocksOf(network) : [];
  const known = [...insideBlocks(request), ...configured, ...told];
  if (configured.some(({ family }) => family === 6)) return known;
  const { senders, receivers } = strangeEndsQueries(request.window, known);
  const [sent, received] = await Promise.all([queries.rowsOf(senders), queries.rowsOf(receivers)]);
  return [...known, ...homeAmong(sent, received)];
}
