/** Which way a packet passes a network interface and the edge of its subnet. */

export type Direction = 'inbound' | 'outbound';
