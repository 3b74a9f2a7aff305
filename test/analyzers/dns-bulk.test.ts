import { describe, expect, it } from 'vitest';
import { dnsBulk } from '../../src/analyzers/dns-bulk.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from '../kit/asked-of-records.ts';
import { watched } from '../kit/detecting.ts';
import { back } from '../kit/probing.ts';
import { NOW } from '../kit/scope.ts';

const HOST = '10.0.1.5';
const RESOLVER = '10.9.0.53';
const OUTSIDE = '9.9.9.9';

interface Exchange {
  readonly client?: string;
  readonly resolver?: string;
  readonly protocol?: number;
  /** Packets, and bytes of each. */
  readonly sent: readonly [packets: number, bytes: number];
  readonly received: readonly [packets: number, bytes: number];
  readonly changes?: Partial<FlowRecord>;
}

function exchange(parts: Exchange): FlowRecord[] {
  const { client = HOST, resolver = RESOLVER, protocol = 17, sent, received, changes } = parts;
  const amount = ([packets, bytes]: readonly [number, number]) => ({ packets, bytes: packets * bytes });
  return [
    flow(client, resolver, { protocol, srcPort: 40_000, dstPort: 53, ...amount(sent), ...changes }),
    flow(resolver, client, { protocol, srcPort: 53, dstPort: 40_000, ...amount(received), ...changes }),
  ];
}

describe('the detector of bulk over DNS', () => {
  it('finds large queries at a high rate, at a resolver inside too', async () => {
    const { fired } = await watched({
      detector: dnsBulk,
      records: exchange({ sent: [1500, 230], received: [1500, 300] }),
    });

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection).toMatchObject({
      subject: { kind: 'address', id: HOST },
      class: 'udp/53',
      severity: 'medium',
      others: [RESOLVER],
    });
  });

  it('names the resolver outside, and not the NAT gateway that records without packet addresses show in its place', async () => {
    const much = { sent: [20_000, 230], received: [20_000, 60] } as const;
    const { fired } = await watched({
      detector: dnsBulk,
      records: [...exchange({ ...much, resolver: '10.0.9.10' }), ...exchange({ ...much, resolver: OUTSIDE })],
    });

    expect(fired).toHaveLength(1);
    expect(fired[0]?.summary).toContain(`over port 53 with ${OUTSIDE}`);
  });

  it('finds a client that sends more than it receives', async () => {
    const { fired } = await watched({
      detector: dnsBulk,
      records: exchange({ sent: [16_000, 110], received: [16_000, 60] }),
    });

    expect(fired[0]?.summary).toContain('sends more than it receives, 1.3 MB an hour');
  });

  it('finds a megabyte an hour over TCP to outside', async () => {
    const { fired } = await watched({
      detector: dnsBulk,
      records: exchange({ protocol: 6, resolver: OUTSIDE, sent: [900, 90], received: [1000, 1400] }),
    });

    expect(fired[0]?.detection).toMatchObject({ class: 'tcp/53', measured: { unit: 'bytes' } });
  });

  it('is quiet about a zone transfer inside', async () => {
    const { all } = await watched({
      detector: dnsBulk,
      records: exchange({ protocol: 6, sent: [900, 90], received: [1000, 1400] }),
    });

    expect(all).toEqual([]);
  });

  it('is quiet about many small queries with larger answers', async () => {
    const { all } = await watched({
      detector: dnsBulk,
      records: exchange({ sent: [20_000, 72], received: [20_000, 190] }),
    });

    expect(all).toEqual([]);
  });

  it('is quiet about large queries that are few', async () => {
    const { all } = await watched({
      detector: dnsBulk,
      records: exchange({ sent: [200, 230], received: [200, 300] }),
    });

    expect(all).toEqual([]);
  });

  it('does not count twice what both interfaces logged', async () => {
    const half = { sent: [11_000, 90], received: [11_000, 60] } as const;

    const { fired } = await watched({
      detector: dnsBulk,
      records: ['eni-0aaa', 'eni-0bbb'].flatMap((interfaceId) =>
        exchange({ ...half, changes: { interfaceId } }),
      ),
    });

    expect(fired).toEqual([]);
  });

  it('adds up what is sent slowly, by the hours in which it was', async () => {
    const slow = Array.from({ length: 6 }, (_, n) =>
      exchange({
        sent: [1000, 250],
        received: [1000, 90],
        changes: { start: NOW - 3500 + n * 600, end: NOW - 3400 + n * 600, srcPort: 40_000 + n },
      }),
    ).flat();

    const { fired } = await watched({ detector: dnsBulk, records: slow });

    expect(fired).toHaveLength(1);
  });

  it('is quiet about a client outside that fetches from our website from port 53', async () => {
    const changes = { srcPort: 443, dstPort: 53 };
    const sent = flow(HOST, OUTSIDE, { protocol: 6, packets: 1000, bytes: 1_400_000, ...changes });
    const { all } = await watched({
      detector: dnsBulk,
      records: [sent, back(sent, { packets: 900, bytes: 90_000 })],
    });

    expect(all).toEqual([]);
  });
});
