/** Who still asks a service that does not answer, and who answers in its place: silence that somebody waits in is another matter than idleness. */
import { oursIn } from '../detection/sides.ts';
import type { SilenceScope } from './parameters.ts';
import type { BareRow, RequestRow } from './queries.ts';
import { type Answering, keyOf, seriesName } from './services.ts';

/** Packets that arrive within it may belong to what was answered last. Seconds. */
const AFTERWARDS = 60;
/** What is remembered for no longer came with a deploy. Seconds. */
const NEW = 86_400;

/**
 * Of those that get through, and of ours that do not: a stranger whom policy turns away never was a client. As one interface has it, the
 * server's own where that saw any: a client's may have the same once more.
 */
export function stillAsking(
  service: Answering,
  requests: readonly RequestRow[],
  { detecting }: SilenceScope,
): readonly RequestRow[] {
  const isOurs = oursIn(detecting.home);
  const all = requests.filter(
    ({ server, port, protocol, last, action, client }) =>
      server === service.server &&
      port === service.port &&
      protocol === service.protocol &&
      (last ?? 0) > service.last + AFTERWARDS &&
      (action === 'ACCEPT' || (client !== null && isOurs(client))),
  );
  const seenBy = new Set(all.map(({ interfaceId }) => interfaceId));
  const own = service.interfaceIds.find((id) => seenBy.has(id));
  return own === undefined ? all : all.filter(({ interfaceId }) => interfaceId === own);
}

/** Refusals go to a new port each, or to one that tries three times; signs of life go to the few ports of idle connections again and again. */
const FEWEST_REFUSED = 3;
const TRIES_OF_A_PORT = 3;

/** What a silent service still sends: nothing, refusals, or signs of life, with which it is not silent. */
export function stillSending(service: Answering, bare: readonly BareRow[]): 'nothing' | 'refusals' | 'life' {
  const own = bare.filter(
    ({ server, port, protocol }) =>
      server === service.server && port === service.port && protocol === service.protocol,
  );
  if (own.length === 0) return 'nothing';
  const refuses = own.some(
    ({ clientPorts, records }) => clientPorts >= FEWEST_REFUSED && records <= TRIES_OF_A_PORT * clientPorts,
  );
  return refuses ? 'refusals' : 'life';
}

/** A server that nobody knew a day ago and that answers on the same port now; null where nothing is remembered, too. */
export function successorOf(
  service: Answering,
  services: readonly Answering[],
  { request, detecting: { history } }: SilenceScope,
): string | null {
  if (!history || history.since > request.window.end - NEW) return null;
  const successor = services.find((one) => {
    const isAlike = one.port === service.port && one.protocol === service.protocol;
    if (!isAlike || one.server === service.server || one.last <= service.last) return false;
    const [oldest] = history.samples(seriesName(keyOf(one)));
    return (oldest?.at ?? request.window.end) > request.window.end - NEW;
  });
  return successor?.server ?? null;
}
