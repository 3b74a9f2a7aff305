/** Accepted records between a client and a service as the exchange that an answer shows. */
import type { Exchange } from '../../diagnosis/diagnosis.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import { ownAddresses } from '../../network/network-interface.ts';
import { packetsOf } from '../conversation.ts';
import { partyName } from '../party.ts';
import type { Sighting } from '../sighting.ts';

/** Of a request and its reply, as the interface at that end sees them. */
const DIRECTIONS = { server: ['in', 'out'], client: ['out', 'in'] } as const;

interface Accepted {
  readonly client: string;
  readonly server: string;
  readonly port: number;
  readonly protocol: number;
  /** Of any exchanges; those of this one are picked. */
  readonly sightings: readonly Sighting[];
  readonly roleConfidence: number;
  readonly network: NetworkIndex | null;
  /** Whose interface logged the records, where that follows from who they are; else the records and the configuration tell, if they can. */
  readonly at?: 'server';
}

/** At which end the interface of a request is. */
function endOf({ interfaceId, flowDirection }: Sighting, accepted: Accepted): 'client' | 'server' | null {
  const of = interfaceId === null ? undefined : accepted.network?.interfaces.get(interfaceId);
  const own = of ? ownAddresses(of) : [];
  if (own.includes(accepted.server) || flowDirection === 'ingress') return 'server';
  if (own.includes(accepted.client) || flowDirection === 'egress') return 'client';
  return accepted.at ?? null;
}

export function acceptedExchange(accepted: Accepted): Exchange {
  const { client, server, port, protocol, sightings, roleConfidence, network } = accepted;
  const asks = sightings.filter(
    ({ source, destination, dstPort }) => source === client && destination === server && dstPort === port,
  );
  const answers = sightings.filter(
    ({ source, destination, srcPort }) => source === server && destination === client && srcPort === port,
  );
  const interfaceId = asks[0]?.interfaceId ?? answers[0]?.interfaceId ?? null;
  const at = asks[0] ? endOf(asks[0], accepted) : null;
  const [asked, answered] = at === null ? [null, null] : DIRECTIONS[at];
  const leg = (of: readonly Sighting[], direction: 'in' | 'out' | null) =>
    of.length === 0
      ? ({ action: 'unseen', direction: null, interfaceId: null, packets: 0 } as const)
      : ({
          action: 'ACCEPT',
          direction,
          interfaceId,
          packets: packetsOf(of.filter((one) => one.interfaceId === interfaceId)),
        } as const);
  return {
    initiator: {
      address: client,
      name: partyName(network, client),
      interfaceId: at === 'client' ? interfaceId : null,
    },
    responder: {
      address: server,
      name: partyName(network, server),
      interfaceId: at === 'server' ? interfaceId : null,
    },
    ...{ protocol, port, initiatorPorts: null, roleConfidence },
    request: leg(asks, asked),
    reply: leg(answers, answered),
  };
}
