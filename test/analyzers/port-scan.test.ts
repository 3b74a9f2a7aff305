import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { portScan } from '../../src/analyzers/port-scan.ts';
import { UNKNOWN_NETWORK } from '../../src/network/network.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { ipv4, networkInterface } from '../kit/networks.ts';
import { attempt, back, refused, session, upTo, withoutFlags } from '../kit/probing.ts';

const SCANNER = '10.0.1.5';
const TARGET = '10.0.2.9';

async function fired(records: readonly FlowRecord[], rest: Partial<Parameters<typeof watched>[0]> = {}) {
  return (await watched({ detector: portScan, records, ...rest })).fired;
}

function scan(ports: number, changes: Partial<FlowRecord> = {}, seconds = 60, to = TARGET) {
  return upTo(ports).map((index) =>
    attempt(SCANNER, to, 20 + index, {
      srcPort: 40_000 + index,
      ago: 900 - Math.floor((index * seconds) / ports),
      ...changes,
    }),
  );
}

describe('the detector of port scans from inside', () => {
  it('finds one of ours that tries many ports of another', async () => {
    const [finding, ...others] = await fired(scan(100));

    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      detector: 'port-scan',
      detection: {
        subject: { kind: 'address', id: SCANNER },
        class: '',
        severity: 'high',
        size: 100,
        measured: { value: 100 },
        others: [TARGET],
      },
    });
    expect(finding?.summary).toContain(
      `${SCANNER} scans ports: 100 different ports of ${TARGET} did not answer`,
    );
  });

  it.each<[string, readonly FlowRecord[]]>([
    ['toward outside', scan(60, {}, 60, '198.51.100.7')],
    ['that policy rejects', scan(60, { action: 'REJECT' })],
    [
      'that hosts refuse',
      upTo(60).flatMap((port) => refused(SCANNER, TARGET, 20 + port, { srcPort: 40_000 + port })),
    ],
    [
      'that hosts refuse, in records without flags',
      withoutFlags(
        upTo(60).flatMap((port) => refused(SCANNER, TARGET, 20 + port, { srcPort: 40_000 + port })),
      ),
    ],
    ['from one source port', withoutFlags(scan(60, { srcPort: 47_001 }))],
    ['over UDP', scan(60, { protocol: 17, bytes: 40, tcpFlags: 0 })],
    [
      'over IPv6',
      upTo(60).flatMap((port) => refused('fd00:1::5', 'fd00:2::9', 20 + port, { srcPort: 40_000 + port })),
    ],
    [
      'aggregated over ten minutes',
      scan(60, { packets: 3, bytes: 180 }).map((record) => ({
        ...record,
        end: (record.start ?? 0) + 600,
      })),
    ],
    [
      'that is slow',
      scan(20, {}, 3000).map((record) => ({
        ...record,
        start: (record.start ?? 0) - 2600,
        end: (record.end ?? 0) - 2600,
      })),
    ],
    ['of sensitive ports alone', [21, 22, 23, 445, 3389, 5985].map((port) => attempt(SCANNER, TARGET, port))],
    [
      'with a port in ten that answers',
      upTo(60).flatMap((port) =>
        port % 10 === 0
          ? session(SCANNER, TARGET, 20 + port, { packets: 4, bytes: 220 })
          : [attempt(SCANNER, TARGET, 20 + port)],
      ),
    ],
  ])('finds a scan %s', async (_, records) => {
    expect(await fired(records)).toHaveLength(1);
  });

  it('counts what both interfaces logged once', async () => {
    const [finding] = await fired(
      scan(30).flatMap((record) => [
        record,
        { ...record, interfaceId: 'eni-0bbb', action: 'REJECT' as const },
      ]),
    );

    expect(finding?.detection).toMatchObject({ size: 30, measured: { value: 30 } });
  });

  it('names one scanner, whatever number of hosts it scans', async () => {
    const found = await fired([...scan(40), ...scan(30, {}, 60, '10.0.2.10')]);

    expect(found).toHaveLength(1);
    expect(found[0]?.detection).toMatchObject({ size: 70, others: [TARGET, '10.0.2.10'] });
  });

  it.each([
    [10, 8],
    [5, 6],
    [15, 4],
  ])('finds a scan that is spread over %d hosts, %d ports of each', async (hosts, ports) => {
    const spread = upTo(hosts).flatMap((host) => scan(ports, {}, 200, `10.0.2.${10 + host}`));

    const found = await fired(spread);

    expect(found).toHaveLength(1);
    expect(found[0]?.detection).toMatchObject({ subject: { id: SCANNER }, size: hosts * ports });
    expect(found[0]?.summary).toContain(`${hosts * ports} ports of ${hosts} hosts, several of each, did not`);
  });

  it('finds a scan that is sent from the port of a service, by its SYNs', async () => {
    const fromDns = upTo(40).map((index) => attempt(SCANNER, TARGET, 3000 + 700 * index, { srcPort: 53 }));

    expect(await fired(fromDns)).toHaveLength(1);
  });

  it.each<[string, readonly FlowRecord[]]>([
    [
      'a client of a cluster that stops, which fails at the three ports of each of its hosts',
      upTo(20).flatMap((host) =>
        [2181, 9092, 9404].map((port) => attempt(SCANNER, `10.0.2.${10 + host}`, port)),
      ),
    ],
    [
      'replies of a name server to clients behind a NAT gateway',
      upTo(200).map((index) =>
        attempt(SCANNER, TARGET, 1024 + 300 * index, { srcPort: 53, protocol: 17, tcpFlags: 0 }),
      ),
    ],
    [
      'replies of a busy server',
      upTo(200).map((index) =>
        back(attempt('10.0.3.3', SCANNER, 443, { srcPort: 32_800 + index }), { tcpFlags: 18 }),
      ),
    ],
    [
      'replies of a service on an unregistered port to a load balancer, without flags',
      withoutFlags(
        upTo(200).flatMap((index) =>
          session('10.0.3.3', SCANNER, 8765, { srcPort: 1024 + 7 * index, packets: 4, bytes: 260 }).map(
            (record) => ({
              ...record,
              packets: 4,
              bytes: 260,
            }),
          ),
        ),
      ),
    ],
    [
      'the refusals of a service that restarts, with many clients that fail',
      withoutFlags(
        upTo(200).flatMap((index) => refused('10.0.3.3', SCANNER, 8765, { srcPort: 1024 + 7 * index })),
      ),
    ],
    [
      'retries to one dead host',
      upTo(200).map((index) => attempt(SCANNER, TARGET, 443, { srcPort: 40_000 + index })),
    ],
    [
      'monitoring that checks many services of a host',
      upTo(40).flatMap((port) => session(SCANNER, TARGET, 8000 + port, { packets: 4, bytes: 220 })),
    ],
    [
      'monitoring of a host that went down, and had answered until then',
      upTo(40).flatMap((port) => [
        ...session(SCANNER, TARGET, 8000 + port, { packets: 4, bytes: 220, ago: 4200 }),
        attempt(SCANNER, TARGET, 8000 + port),
      ]),
    ],
    ['probes from outside', scan(100, { srcAddr: '198.51.100.7' })],
    [
      'replies that a network ACL rejects',
      upTo(100).flatMap((index) => {
        const request = attempt('10.0.3.3', SCANNER, 8765, { srcPort: 20_000 + index });
        return [request, back(request, { action: 'REJECT', bytes: 60, tcpFlags: 18 })];
      }),
    ],
  ])('is quiet about %s', async (_, records) => {
    expect(await fired(records)).toEqual([]);
  });

  it('is quiet about scanners of the settings', async () => {
    expect(await fired(scan(100), { parameters: { scanners: ['10.0.1.0/24'] } })).toEqual([]);
    expect(await fired(scan(100), { parameters: { scanners: [SCANNER] } })).toEqual([]);
  });

  it('remembers what checks many services of a host, and is quiet about it when the host stays down', async () => {
    const checks = upTo(40).flatMap((port) =>
      session(SCANNER, TARGET, 8000 + port, { packets: 4, bytes: 220 }),
    );
    const { observed } = await watched({ detector: portScan, records: checks });
    const [habit] = observed.acquaintances;
    const history = remembered({
      acquaintances: { [`${habit?.kind} ${habit?.key}`]: { first: 0, last: 0, days: 1 } },
    });

    expect(observed.acquaintances).toHaveLength(1);
    expect(
      await fired(
        upTo(40).map((port) => attempt(SCANNER, TARGET, 8000 + port)),
        { history },
      ),
    ).toEqual([]);
  });

  it('names the client, not the NAT gateway that it scans through', async () => {
    const through = upTo(60).flatMap((port) => [
      attempt(SCANNER, '198.51.100.7', 20 + port),
      attempt(SCANNER, '198.51.100.7', 20 + port, { interfaceId: 'eni-0nat' }),
      attempt('10.0.9.9', '198.51.100.7', 20 + port, { interfaceId: 'eni-0nat' }),
    ]);

    expect((await fired(through)).map(({ detection }) => detection?.subject.id)).toEqual([SCANNER]);
  });

  it('names no gateway of AWS that the configuration knows', async () => {
    const network = {
      ...UNKNOWN_NETWORK,
      networkInterfaces: [networkInterface({ type: 'nat_gateway', ipv4: [ipv4(SCANNER)] })],
    };

    expect(await fired(scan(100), { network })).toEqual([]);
  });

  it('finds any order and number of failed ports from the threshold on, and none below 0.7 of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1024, max: 2000 }), { minLength: 1, maxLength: 40 }),
        async (ports) => {
          const records = ports.map((port) => attempt(SCANNER, TARGET, port));
          const { all } = await watched({
            detector: portScan,
            records,
            parameters: { sensitivePorts: 2000 },
          });
          const [level] = all.map(({ detection }) => detection?.level);
          expect(level).toEqual(ports.length >= 11 ? ports.length / 15 : undefined);
        },
      ),
      { numRuns: 30 },
    );
  });
});
