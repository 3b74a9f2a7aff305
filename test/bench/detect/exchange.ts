/** What happens between two ends, before any network interface writes it down. */

interface Side {
  readonly packets: number;
  /** Of IP packets, headers included, as flow logs count. */
  readonly bytes: number;
}

export interface Exchange {
  /** When the first packet leaves, seconds since the epoch. */
  readonly at: number;
  readonly seconds: number;
  /** An IANA number. */
  readonly protocol: number;
  readonly client: string;
  readonly clientPort: number;
  readonly server: string;
  readonly serverPort: number;
  readonly sent: Side;
  /** Nothing where nobody answered. */
  readonly received: Side;
  /** Where policy drops it: at the server's interface, or as it leaves the client's. Absent where it does not. */
  readonly rejected?: 'by-server' | 'by-client';
  /** The server answers the first packet with RST. */
  readonly refused?: true;
}

export const TCP = 6;
const UDP = 17;
const NOTHING: Side = { packets: 0, bytes: 0 };

type Ends = Pick<Exchange, 'client' | 'clientPort' | 'server' | 'serverPort'>;

/** A TCP connection that was answered and closed. */
export function answered(ends: Ends, at: number, seconds: number, sent: Side, received: Side): Exchange {
  return { ...ends, at, seconds, protocol: TCP, sent, received };
}

/** A SYN that policy drops, sent `packets` times. */
export function rejected(ends: Ends, at: number, packets = 1): Exchange {
  const sent = { packets, bytes: 44 * packets };
  const seconds = packets === 1 ? 0 : 3;
  return { ...ends, at, seconds, protocol: TCP, sent, received: NOTHING, rejected: 'by-server' };
}

/** A SYN that nobody answers. */
export function unanswered(ends: Ends, at: number, packets = 2): Exchange {
  return {
    ...ends,
    ...{ at, seconds: 3, protocol: TCP },
    sent: { packets, bytes: 60 * packets },
    received: NOTHING,
  };
}

/** A SYN that meets no listener. */
export function refused(ends: Ends, at: number): Exchange {
  return {
    ...ends,
    ...{ at, seconds: 0, protocol: TCP },
    sent: { packets: 1, bytes: 60 },
    received: { packets: 1, bytes: 40 },
    refused: true,
  };
}

export function datagrams(ends: Ends, at: number, sent: Side, received: Side): Exchange {
  return { ...ends, at, seconds: received.packets > 0 ? 1 : 0, protocol: UDP, sent, received };
}
