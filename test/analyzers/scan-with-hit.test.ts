import { describe, expect, it } from 'vitest';
import { scanWithHit } from '../../src/analyzers/scan-with-hit.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { attempt, back, refused, session, upTo, withoutFlags } from '../kit/probing.ts';
import { NOW } from '../kit/scope.ts';

const OURS = '10.0.1.5';
const SCANNER = '203.0.113.9';

async function fired(records: readonly FlowRecord[], rest: Partial<Parameters<typeof watched>[0]> = {}) {
  return (await watched({ detector: scanWithHit, records, ...rest })).fired;
}

function probes(count: number, from = SCANNER, at = OURS): readonly FlowRecord[] {
  return upTo(count).map((index) =>
    attempt(from, at, 20 + 7 * index, { ago: 900 - index, action: 'REJECT', srcPort: 40_000 + index }),
  );
}

/** Ours asks a service outside over UDP, from a new port each time, and is answered. */
function polls(count: number): readonly FlowRecord[] {
  return upTo(count).flatMap((index) => {
    const changes = { ago: 3500 - index, srcPort: 40_000 + index, protocol: 17, tcpFlags: 0 };
    const question = attempt(OURS, SCANNER, 4433, changes);
    return [question, back(question)];
  });
}

/** Probes over UDP from one port of the scanner, one after the other; the last so many are answered, in the same second. */
function udpProbes(count: number, answered: number): readonly FlowRecord[] {
  return upTo(count).flatMap((index) => {
    const changes = { ago: 900 - index, srcPort: 4433, protocol: 17, tcpFlags: 0 };
    const probe = attempt(SCANNER, OURS, 20_100 + 7 * index, changes);
    return index >= count - answered ? [probe, back(probe)] : [probe];
  });
}

const look = (packets = 5, bytes = 300, port = 8080) =>
  session(SCANNER, OURS, port, { ago: 700, packets, bytes, srcPort: 51_000 });

describe('the detector of scans from outside with a hit', () => {
  it('finds a scan of ports that got an answer', async () => {
    const [finding, ...others] = await fired([...probes(30), ...look()]);

    expect(others).toEqual([]);
    expect(finding?.detection).toMatchObject({
      subject: { kind: 'address', id: OURS },
      class: 'tcp/8080',
      severity: 'medium',
      size: 1,
      measured: { value: 30 },
      others: [SCANNER],
    });
    expect(finding?.summary).toContain(`${SCANNER} scanned us and ${OURS} answered it on tcp 8080`);
  });

  it('is more severe where a session follows, or the port is one of administration', async () => {
    const [session1] = await fired([...probes(30), ...look(400, 50_000)]);
    const [ssh] = await fired([...probes(30), ...look(12, 1800, 22)]);

    expect(session1?.detection?.severity).toBe('high');
    expect(ssh?.detection?.severity).toBe('high');
  });

  it.each<[string, readonly FlowRecord[]]>([
    [
      'of many hosts on one port',
      [
        ...upTo(30).map((index) =>
          attempt(SCANNER, `10.0.2.${index}`, 8080, { action: 'REJECT', ago: 900 - index }),
        ),
        ...look(),
      ],
    ],
    [
      'that is refused, not rejected',
      [...upTo(30).flatMap((index) => refused(SCANNER, OURS, 20 + index)), ...look()],
    ],
    ['without flags', withoutFlags([...probes(30), ...look()])],
    [
      'over IPv6',
      [...probes(30, '2001:db8:9::1', 'fd00:1::5'), ...session('2001:db8:9::1', 'fd00:1::5', 8080)],
    ],
    [
      'aggregated over ten minutes',
      [...probes(30), ...look()].map((one) => ({ ...one, end: (one.start ?? 0) + 600 })),
    ],
  ])('finds a scan %s', async (_, records) => {
    expect(await fired(records)).toHaveLength(1);
  });

  it('finds the hit among more probes than can be read', async () => {
    const sweep = upTo(45).flatMap((network) =>
      upTo(250).map((host) =>
        attempt('203.0.113.77', `10.1.${network}.${host}`, 23, {
          action: 'REJECT',
          ago: 3000 - 10 * network,
        }),
      ),
    );
    const found = await fired([...sweep, ...probes(30), ...look()]);

    expect(found.map(({ detection }) => detection?.class)).toEqual(['tcp/8080']);
  });

  it('finds the hit of the one that scans least among hundreds that scan more and find nothing', async () => {
    const others = upTo(200).flatMap((index) => probes(40, `198.51.100.${index}`));

    const found = await fired([...others, ...probes(12), ...look()]);

    expect(found.map(({ detection }) => detection?.class)).toEqual(['tcp/8080']);
  });

  it('is one detection of our host and port, whoever scans', async () => {
    const second = [...probes(20, '203.0.113.10'), ...session('203.0.113.10', OURS, 8080)];
    const found = await fired([...probes(30), ...look(), ...second]);

    expect(found).toHaveLength(1);
    expect(found[0]?.detection).toMatchObject({ size: 2, others: ['203.0.113.10', SCANNER] });
  });

  it.each<[string, readonly FlowRecord[]]>([
    ['a scan that finds nothing', probes(500)],
    ['a scan that finds a website', [...probes(30), ...look(5, 300, 443), ...look(5, 300, 80)]],
    [
      'a scan that finds what is public',
      [
        ...probes(30),
        ...look(5, 300, 8443),
        ...upTo(20).flatMap((index) => session(`198.51.100.${index}`, OURS, 8443)),
      ],
    ],
    [
      'a client that fails at one port again and again',
      [...upTo(100).map(() => attempt(SCANNER, OURS, 8443)), ...look()],
    ],
    ['a client of several services', upTo(30).flatMap((index) => session(SCANNER, OURS, 8000 + index))],
    ['a port that refuses', [...probes(30), ...refused(SCANNER, OURS, 8080, { ago: 700 })]],
    [
      'late packets of a server outside that are rejected',
      upTo(60).flatMap((index) => [
        ...session(OURS, SCANNER, 443, { srcPort: 40_000 + index }),
        attempt(SCANNER, OURS, 40_000 + index, { srcPort: 443, action: 'REJECT', bytes: 40, tcpFlags: 4 }),
      ]),
    ],
    ['a scan from inside', [...probes(30, '10.0.9.9'), ...session('10.0.9.9', OURS, 8080)]],
  ])('is quiet about %s', async (_, records) => {
    expect(await fired(records)).toEqual([]);
  });

  it('is quiet at night about a service that many used by day, and not once a week has passed', async () => {
    const mail = [...probes(30), ...look(5, 300, 25)];
    const clients = upTo(20).flatMap((index) => session(`198.51.100.${index}`, OURS, 25));
    const { observed } = await watched({ detector: scanWithHit, records: [...mail, ...clients] });
    const [{ kind, key } = { kind: '', key: '' }] = observed.acquaintances;
    const usedAgo = (days: number) =>
      remembered({ acquaintances: { [`${kind} ${key}`]: { first: 0, last: NOW - days * 86_400, days: 5 } } });

    expect(await fired(mail, { history: usedAgo(0.5) })).toEqual([]);
    expect(await fired(mail, { history: usedAgo(9) })).toHaveLength(1);
  });

  it('is quiet about the scanners of the settings', async () => {
    expect(await fired([...probes(30), ...look()], { parameters: { scanners: ['203.0.113.0/24'] } })).toEqual(
      [],
    );
  });

  it('is quiet about a service outside that we poll, though more was sent to us than can be read', async () => {
    const weather = upTo(9950).map((index) =>
      attempt('203.0.113.77', `10.1.${Math.floor(index / 250)}.${index % 250}`, 23, {
        ...{ action: 'REJECT', packets: 2, bytes: 120, ago: 900 },
      }),
    );

    expect(await fired([...weather, ...polls(300)])).toEqual([]);
  });

  it('finds a scan over UDP from one port that some of our services answer within the second', async () => {
    expect(await fired(udpProbes(40, 4))).toHaveLength(4);
  });

  it('finds a scan over UDP that a service of ours answers, by one that we poll as well', async () => {
    const scan = upTo(30).map((index) =>
      attempt(SCANNER, OURS, 20_100 + index, { ago: 900 - index, protocol: 17, srcPort: 51_000 + index }),
    );
    const hit = session(SCANNER, OURS, 9987, { ago: 700, protocol: 17, tcpFlags: 0, srcPort: 52_000 });

    expect((await fired([...polls(100), ...scan, ...hit])).map(({ detection }) => detection?.class)).toEqual([
      'udp/9987',
    ]);
  });
});
