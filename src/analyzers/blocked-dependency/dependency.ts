/** Who needs what of whom inside: a client, a server and the server's port, as far as rejected packets name them. */
import { serviceClass } from '../detection/service-class.ts';

export interface Dependency {
  readonly client: string;
  readonly server: string;
  readonly port: number;
  /** IANA protocol number. */
  readonly protocol: number;
}

/** What is rejected of it. */
export interface Refused extends Dependency {
  /** Where packets of it are rejected; null for records that do not name it. */
  readonly interfaces: ReadonlySet<string | null>;
  /** Distinct connections, or minutes in which it was tried where that is more. */
  readonly tries: number;
  readonly packets: number;
  /** The replies are rejected, and not the requests. */
  readonly repliesOnly: boolean;
  /** Seconds since the epoch. */
  readonly first: number;
  readonly last: number;
}

export function dependencyKey({ client, server, port, protocol }: Dependency): string {
  return `${client} ${serviceKey({ server, port, protocol })}`;
}

/** Of all clients together. */
export function serviceKey({ server, port, protocol }: Omit<Dependency, 'client'>): string {
  return `${server} ${serviceClass(protocol, port)}`;
}
