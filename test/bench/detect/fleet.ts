/** The network of the measurement: several stacks of some 25 network interfaces each, with what each of them is for. */

/** So many of each in a stack. */
const ROLES = [
  ['load-balancer', 2],
  ['web', 6],
  ['app', 4],
  ['database', 2],
  ['cache', 1],
  ['queue', 1],
  ['bastion', 1],
  ['nat', 1],
  ['monitoring', 1],
  ['ci', 1],
  ['batch', 2],
  ['dual-stack', 2],
  ['directory', 1],
] as const;

export type Role = (typeof ROLES)[number][0];

export interface Host {
  readonly interfaceId: string;
  readonly address: string;
  readonly role: Role;
  readonly stack: number;
  /** Its packets to outside go by the stack's NAT gateway. */
  readonly behindNat: boolean;
  /** The internet reaches it, and so scans it. */
  readonly isPublic: boolean;
}

export interface Fleet {
  readonly hosts: readonly Host[];
  readonly byAddress: ReadonlyMap<string, Host>;
  of(stack: number, role: Role): readonly Host[];
  /** The NAT gateway of a stack. */
  nat(stack: number): Host | undefined;
}

const PUBLIC: readonly Role[] = ['load-balancer', 'bastion', 'nat', 'dual-stack'];
/** The stack's block of IPv6 addresses: they are public ones, and still ours. */
export const IPV6_HOME = '2600:1f18:4a00::/40';

const PER_STACK = 4096;
const SUFFIX = 'abcdef0123';

function hostOf(role: Role, stack: number, index: number): Host {
  const subnet = ROLES.findIndex(([name]) => name === role) + 1;
  const number = subnet * 16 + index;
  const hex = (stack * PER_STACK + number).toString(16).padStart(6, '0');
  return {
    interfaceId: `eni-0${hex}${SUFFIX}`,
    address:
      role === 'dual-stack'
        ? `2600:1f18:4a${stack.toString(16).padStart(2, '0')}:a::${(index + 5).toString(16)}`
        : `10.${stack}.${subnet}.${index + 10}`,
    role,
    stack,
    behindNat: !PUBLIC.includes(role),
    isPublic: PUBLIC.includes(role),
  };
}

/** Of a web server that a deploy brought up as well. */
export function stackOf(interfaceId: string): number {
  return Math.floor(Number.parseInt(interfaceId.slice('eni-0'.length, -SUFFIX.length), 16) / PER_STACK);
}

export function fleetOf(stacks: number): Fleet {
  const hosts = Array.from({ length: stacks }, (_, stack) =>
    ROLES.flatMap(([role, number]) =>
      Array.from({ length: number }, (_, index) => hostOf(role, stack, index)),
    ),
  ).flat();
  return among(hosts);
}

function among(hosts: readonly Host[]): Fleet {
  const of = (stack: number, role: Role) => hosts.filter((one) => one.stack === stack && one.role === role);
  return {
    hosts,
    byAddress: new Map(hosts.map((host) => [host.address, host])),
    of,
    nat: (stack) => of(stack, 'nat')[0],
  };
}

/** The same with a web server that a deploy brought up: another address, another interface. */
export function withDeployed(fleet: Fleet, stack: number, day: number): Fleet {
  return among([...fleet.hosts, hostOf('web', stack, 20 + (day % 60))]);
}
