/** What is sent in the demo: packets from one end of an exchange to the other. */

export interface Endpoint {
  readonly address: string;
  /** 0 for protocols without ports. */
  readonly port: number;
}

/** One direction of an exchange. */
export interface Flow {
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** IANA protocol number. */
  readonly protocol: number;
}

/** Packets of a flow that are sent together. */
export interface Packets {
  /** Seconds since the epoch, with fractions. */
  readonly at: number;
  /** As flow logs note them: FIN 1, SYN 2, RST 4, SYN-ACK 18, anything else 0. */
  readonly flags: number;
  readonly packets: number;
  /** With headers. */
  readonly bytes: number;
  /** The receiver's security group no longer tracks the connection, because it has ended. */
  readonly afterClose?: boolean;
}
