/** At what a flood is aimed: the port that most of it goes to, or else the protocol that most of it is; and how much of just that is answered. */
import { sumOf } from '../../query/sums.ts';
import { protocolName, TCP, UDP } from '../../record/protocols.ts';
import { byKey } from '../detection/by-key.ts';
import { serviceText } from '../service-text.ts';
import type { AimRow } from './queries.ts';

/** Of the packets: what fewer go to is not what most of it is. */
const MOST = 0.5;

export interface Aim {
  /** Null where none has most of it. */
  readonly protocol: number | null;
  readonly port: number | null;
  /** Packets that were sent back over those that came. */
  readonly answered: number;
}

const packetsOf = (rows: readonly AimRow[]) => sumOf(rows.map(({ packets }) => packets));

function mostOf(rows: readonly AimRow[], keyOf: (row: AimRow) => string, total: number): AimRow | undefined {
  const [largest] = [...byKey(rows, keyOf).values()].sort((a, b) => packetsOf(b) - packetsOf(a));
  return largest && packetsOf(largest) >= MOST * total ? largest[0] : undefined;
}

/** @param answers by the port that was aimed at, like what was received */
export function aimOf(received: readonly AimRow[], answers: readonly AimRow[]): Aim {
  const total = packetsOf(received);
  const withPorts = received.filter(({ port }) => port !== null && port > 0);
  const atPort = mostOf(withPorts, ({ protocol, port }) => `${protocol} ${port}`, total);
  const ofProtocol = atPort ?? mostOf(received, ({ protocol }) => String(protocol), total);
  const protocol = ofProtocol?.protocol ?? null;
  const port = atPort?.port ?? null;
  const isAim = (row: AimRow) =>
    (protocol === null || row.protocol === protocol) && (port === null || row.port === port);
  return {
    ...{ protocol, port },
    answered: packetsOf(answers.filter(isAim)) / Math.max(1, packetsOf(received.filter(isAim))),
  };
}

export function aimWords({ protocol, port }: Aim): string {
  if (port !== null) return `most of it at ${serviceText(protocol, port)}`;
  if (protocol === null) return 'of several protocols';
  const spread = protocol === TCP || protocol === UDP ? ', at no port in particular' : '';
  return `most of it ${protocolName(protocol)}${spread}`;
}
