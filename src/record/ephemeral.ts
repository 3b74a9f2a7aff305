/** Which source ports clients take: replies go back to them, so a network ACL must let them through. */

interface EphemeralRange {
  /** Who takes ports from this range. */
  readonly client: string;
  readonly low: number;
  readonly high: number;
  /** Where the range is documented. */
  readonly source: string;
}

const VPC_GUIDE = 'VPC User Guide, "Ephemeral ports" of network ACLs';

export const EPHEMERAL_RANGES: readonly EphemeralRange[] = [
  {
    client: 'Linux, Amazon Linux among them',
    low: 32_768,
    high: 60_999,
    source: 'the kernel’s default of net.ipv4.ip_local_port_range (the VPC User Guide says 61000)',
  },
  { client: 'Windows Server 2008 and later, macOS, BSD', low: 49_152, high: 65_535, source: VPC_GUIDE },
  { client: 'Windows up to Server 2003', low: 1025, high: 5000, source: VPC_GUIDE },
  { client: 'Elastic Load Balancing', low: 1024, high: 65_535, source: VPC_GUIDE },
  { client: 'NAT gateway', low: 1024, high: 65_535, source: VPC_GUIDE },
  { client: 'Lambda function', low: 1024, high: 65_535, source: VPC_GUIDE },
];

/** The lowest port that Linux and today's Windows take. Below it, services are far more common than clients. */
const LOWEST_COMMON = 32_768;

/** Whether a port is more likely a client's than a service's. Ports from 1024 to 32767 can be either and are not called likely. */
export function isLikelyEphemeral(port: number): boolean {
  return port >= LOWEST_COMMON && port <= 65_535;
}

/** The clients that may take a port. Empty below 1024. */
export function ephemeralRangesWith(port: number): readonly EphemeralRange[] {
  return EPHEMERAL_RANGES.filter(({ low, high }) => port >= low && port <= high);
}
