/** What a failed login looks like from outside: how many packets and bytes go each way before the server hangs up. */

interface Range {
  readonly low: number;
  readonly high: number;
}

export interface LoginService {
  readonly port: number;
  /** For sentences: `SSH`. */
  readonly name: string;
  /** From the client. */
  readonly packetsIn: Range;
  readonly bytesIn: Range;
  /** From the server; null where nothing is published. */
  readonly packetsOut: Range | null;
  readonly bytesOut: Range | null;
  /** The box is published, not only any short session; else how alike the sessions are has to show it. */
  readonly published: boolean;
}

/** Of NEMEA's brute force detector (CESNET), per flow. */
const SSH = {
  packetsIn: { low: 11, high: 30 },
  bytesIn: { low: 1000, high: 5000 },
  packetsOut: { low: 11, high: 50 },
  bytesOut: { low: 1000, high: 11_000 },
  published: true,
};
const RDP = {
  packetsIn: { low: 20, high: 100 },
  bytesIn: { low: 2200, high: 8001 },
  packetsOut: { low: 30, high: 190 },
  bytesOut: { low: 3000, high: 180_000 },
  published: true,
};
const TELNET = {
  packetsIn: { low: 9, high: 50 },
  bytesIn: { low: 450, high: 3000 },
  packetsOut: null,
  bytesOut: null,
  published: true,
};
/** Nothing is published for databases and WinRM: a session that is long enough for a handshake and a refusal, and too short for work. */
const SHORT = {
  packetsIn: { low: 5, high: 40 },
  bytesIn: { low: 300, high: 8000 },
  packetsOut: { low: 4, high: 40 },
  bytesOut: { low: 200, high: 10_000 },
  published: false,
};

export const LOGIN_SERVICES: ReadonlyMap<number, LoginService> = new Map(
  [
    { port: 22, name: 'SSH', ...SSH },
    { port: 2222, name: 'SSH', ...SSH },
    { port: 23, name: 'telnet', ...TELNET },
    { port: 3389, name: 'RDP', ...RDP },
    { port: 1433, name: 'SQL Server', ...SHORT },
    { port: 1521, name: 'Oracle', ...SHORT },
    { port: 3306, name: 'MySQL', ...SHORT },
    { port: 5432, name: 'PostgreSQL', ...SHORT },
    { port: 5439, name: 'Redshift', ...SHORT },
    { port: 5985, name: 'WinRM', ...SHORT },
    { port: 5986, name: 'WinRM', ...SHORT },
    { port: 6379, name: 'Redis', ...SHORT },
    { port: 27_017, name: 'MongoDB', ...SHORT },
  ].map((service) => [service.port, service]),
);

function within(value: number, range: Range | null): boolean {
  return range === null || (value >= range.low && value <= range.high);
}

/** Whether one session looks like one failed login. */
export function isInBox(
  service: LoginService,
  session: {
    readonly packetsIn: number;
    readonly bytesIn: number;
    readonly packetsOut: number | null;
    readonly bytesOut: number | null;
  },
): boolean {
  const { packetsIn, bytesIn, packetsOut, bytesOut } = session;
  return (
    within(packetsIn, service.packetsIn) &&
    within(bytesIn, service.bytesIn) &&
    (packetsOut === null || within(packetsOut, service.packetsOut)) &&
    (bytesOut === null || within(bytesOut, service.bytesOut))
  );
}
