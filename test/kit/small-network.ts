/** A small network over time, as its flow logs record it: web-1 asks db-1, and other hosts ask a cache; what is rejected, and what is not logged, the test says. */
import type { Source } from '../../src/investigation/source.ts';
import type { Network } from '../../src/network/network.ts';
import { entries, entry, network, networkAcl, tcp, WEB_ACL } from './networks.ts';
import { type Folder, folderSource } from './watching.ts';

const WEB = '10.0.1.5';
const DB = '10.0.2.9';
const CACHE = '10.0.2.20';
const OTHERS = Array.from({ length: 6 }, (_, host) => `10.0.1.${20 + host}`);

/** The rule of it is 90. */
export const DENYING_ACL = 'acl-0db';

/** db-1 is behind a network ACL that denies what web-1 asks. */
const NETWORK: Network = network({
  networkAcls: [
    WEB_ACL,
    networkAcl({
      id: DENYING_ACL,
      isDefault: false,
      subnetIds: ['subnet-0db'],
      inbound: entries(
        entry(90, 'deny', tcp(5432), '10.0.1.0/24'),
        entry(100, 'allow', tcp(0, 65_535), '0.0.0.0/0'),
      ),
    }),
  ],
});

export interface Traffic {
  /** What web-1 asks of db-1 is rejected. */
  readonly isBlocked?: boolean;
  /** No records come. */
  readonly isUnlogged?: boolean;
}

interface Line {
  readonly of: string;
  readonly from: string;
  readonly to: string;
  readonly ports: readonly [from: number, to: number];
  readonly action?: 'ACCEPT' | 'REJECT';
  readonly packets?: number;
}

function line(start: number, { of, from, to, ports, action = 'ACCEPT', packets = 10 }: Line): string {
  const [source, destination] = ports;
  return `2 111122223333 ${of} ${from} ${to} ${source} ${destination} 6 ${packets} ${packets * 300} ${start} ${start + 59} ${action} OK`;
}

/** Both interfaces log the request and, unless it is rejected, its answer. */
function asked(start: number, isBlocked: boolean): readonly string[] {
  const port = 40_000 + ((start / 60) % 20_000);
  const request = { from: WEB, to: DB, ports: [port, 5432], packets: isBlocked ? 3 : 10 } as const;
  const reply = { from: DB, to: WEB, ports: [5432, port] } as const;
  const sent = line(start, { of: 'eni-0web', ...request });
  if (isBlocked) return [sent, line(start, { of: 'eni-0db', ...request, action: 'REJECT' })];
  const answers = ['eni-0web', 'eni-0db'].map((of) => line(start, { of, ...reply }));
  return [sent, line(start, { of: 'eni-0db', ...request }), ...answers];
}

function cached(start: number): readonly string[] {
  return OTHERS.flatMap((host, index) => {
    const port = 50_000 + ((start / 60 + index * 500) % 10_000);
    const both = [
      { from: host, to: CACHE, ports: [port, 6379] },
      { from: CACHE, to: host, ports: [6379, port] },
    ] as const;
    return [`eni-0other${index}`, 'eni-0cache'].flatMap((of) =>
      both.map((one) => line(start, { of, ...one })),
    );
  });
}

export interface SmallNetwork {
  readonly source: Source;
  /** What is recorded in whole minutes from then to then, seconds since the epoch. */
  record(from: number, to: number, traffic?: Traffic): Promise<void>;
}

export async function smallNetwork(): Promise<SmallNetwork> {
  const { source, write }: Folder = await folderSource();
  return {
    source: {
      ...source,
      network: async () => ({ network: NETWORK, readAt: null, calls: 0, notes: [] }),
    },
    async record(from, to, { isBlocked = false, isUnlogged = false } = {}) {
      if (isUnlogged) return;
      const minutes = Array.from({ length: (to - from) / 60 }, (_, minute) => from + minute * 60);
      await write(
        String(from),
        minutes.flatMap((start) => [...asked(start, isBlocked), ...cached(start)]),
      );
    },
  };
}
