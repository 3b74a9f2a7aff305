import { describe, expect, it } from 'vitest';
import { reflection } from '../../src/analyzers/reflection.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from '../kit/asked-of-records.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { NOW } from '../kit/scope.ts';

const END = NOW - (NOW % 600);
const HOUR = { window: { start: END - 3600, end: END } };
const VICTIM = '10.0.1.5';

interface Stream {
  readonly from: string;
  readonly to: string;
  readonly sourcePort: number;
  readonly port: number;
  readonly packets: number;
  readonly bytes: number;
  /** Minutes before END, from and to. */
  readonly minutes?: readonly [from: number, to: number];
  readonly every?: number;
}

/** A record every minute. */
function stream({
  from,
  to,
  sourcePort,
  port,
  minutes = [5, 0],
  every = 1,
  ...sizes
}: Stream): readonly FlowRecord[] {
  const records = Math.floor((minutes[0] - minutes[1]) / every);
  return Array.from({ length: records }, (_, at) => {
    const start = END - (minutes[0] - at * every) * 60;
    return flow(from, to, {
      ...{ interfaceId: 'eni-0web', protocol: 17, srcPort: sourcePort, dstPort: port, ...sizes },
      ...{ start, end: start + every * 60 - 1 },
    });
  });
}

/** Large answers from so many amplifiers. */
function answers(amplifiers: number, changes: Partial<Stream> = {}): readonly FlowRecord[] {
  return Array.from({ length: amplifiers }, (_, at) =>
    stream({
      ...{ from: `203.0.113.${at}`, to: VICTIM, sourcePort: 389, port: 40_000 },
      ...{ packets: 1500, bytes: 2_100_000, ...changes },
    }),
  ).flat();
}

const found = (records: readonly FlowRecord[]) => watched({ detector: reflection, records, request: HOUR });

describe('the detector of reflection attacks', () => {
  it('finds a flood of large answers that nobody asked for', async () => {
    const { fired } = await found(answers(60));

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection).toMatchObject({
      ...{ subject: { id: VICTIM }, class: 'victim', severity: 'high', size: 60, last: END },
      ask: 'top 10.0.1.5 proto udp port 389 by source',
    });
    expect(fired[0]?.summary).toBe(
      '60 hosts send 10.0.1.5 126 MB a minute of large answers (udp 389 (ldap)) that it did not ask for: a reflection attack',
    );
  });

  it('finds it where it is rejected, too', async () => {
    const rejected = answers(60).map((record) => ({ ...record, action: 'REJECT' as const }));

    expect((await found(rejected)).fired).toHaveLength(1);
  });

  it('finds the answers of NTP’s monlist, of which none is larger than 468 bytes', async () => {
    const { fired } = await found(answers(60, { sourcePort: 123, packets: 3000, bytes: 3000 * 468 }));

    expect(fired[0]?.summary).toContain('84 MB a minute of large answers (udp 123 (ntp))');
  });

  it('names no port that hardly any of it comes from', async () => {
    const clock = stream({
      ...{ from: '198.51.100.7', to: VICTIM, sourcePort: 123, port: 123, packets: 1, bytes: 76 },
    });

    expect((await found([...answers(60), ...clock])).fired[0]?.summary).toContain('(udp 389 (ldap))');
  });

  it('is quiet about answers that were asked for', async () => {
    const questions = Array.from({ length: 60 }, (_, at) =>
      stream({
        ...{ from: VICTIM, to: `203.0.113.${at}`, sourcePort: 40_000, port: 389 },
        ...{ packets: 400, bytes: 30_000 },
      }),
    ).flat();

    expect((await found([...answers(60), ...questions])).all).toEqual([]);
  });

  it('is quiet about few senders, small packets, little volume and other ports', async () => {
    const quiet = [
      answers(5, { bytes: 21_000_000, packets: 15_000 }),
      answers(60, { bytes: 2_100_000, packets: 20_000 }),
      answers(60, { bytes: 21_000, packets: 15 }),
      answers(60, { sourcePort: 443 }),
    ];

    for (const records of quiet) expect((await found(records)).all).toEqual([]);
  });

  it('takes records of ten minutes for ten minutes', async () => {
    const tens = { every: 10, minutes: [20, 0] as const };
    const idle = stream({
      ...{ from: '10.0.2.9', to: VICTIM, sourcePort: 500, port: 500, packets: 1, bytes: 80 },
      ...{ every: 10, minutes: [60, 0] },
    });

    const much = await found([...idle, ...answers(60, { ...tens, packets: 15_000, bytes: 21_000_000 })]);
    const little = await found([...idle, ...answers(60, { ...tens, packets: 1500, bytes: 2_100_000 })]);

    expect(much.fired[0]?.detection?.measured.value).toBe(126_000_000);
    expect(little.all).toEqual([]);
  });

  it('finds it in records of ten minutes among others that start in every minute', async () => {
    const tens = { every: 10, minutes: [10, 0] as const };
    const usual = stream({
      ...{ from: '198.51.100.7', to: VICTIM, sourcePort: 53, port: 40_001, packets: 1, bytes: 300 },
      minutes: [60, 10],
    });

    const { fired } = await found([
      ...usual,
      ...answers(60, { ...tens, packets: 15_000, bytes: 21_000_000 }),
    ]);

    expect(fired[0]?.detection).toMatchObject({ size: 60, first: END - 600, last: END });
  });

  it('finds one that ended between two rounds, and says that it is over', async () => {
    const { fired } = await watched({
      ...{ detector: reflection, records: answers(60, { minutes: [30, 26] }), request: HOUR },
      history: remembered({}),
    });

    expect(fired[0]).toMatchObject({ occurrence: { ongoing: false, last: END - 26 * 60 } });
  });

  it('finds one of ours that answers forged questions', async () => {
    const questions = stream({
      ...{ from: '198.51.100.7', to: VICTIM, sourcePort: 80, port: 123 },
      ...{ packets: 2000, bytes: 100_000 },
    });
    const floods = stream({
      ...{ from: VICTIM, to: '198.51.100.7', sourcePort: 123, port: 80 },
      ...{ packets: 40_000, bytes: 50_000_000 },
    });

    const clock = stream({
      from: VICTIM,
      to: '198.51.100.8',
      sourcePort: 161,
      port: 161,
      packets: 1,
      bytes: 76,
    });
    const { fired } = await found([...questions, ...floods, ...clock]);

    expect(fired[0]?.detection).toMatchObject({
      class: 'reflector',
      severity: 'high',
      others: ['198.51.100.7'],
    });
    expect(fired[0]?.summary).toMatch(
      /on udp 123 \(ntp\), 500 times what it is asked: it is used to flood 1 victim$/,
    );
  });

  it('is quiet about a name server of ours', async () => {
    const clients = Array.from({ length: 40 }, (_, at) => `198.51.100.${at}`);
    const records = clients.flatMap((client) => [
      ...stream({ from: client, to: VICTIM, sourcePort: 50_000, port: 53, packets: 4000, bytes: 320_000 }),
      ...stream({ from: VICTIM, to: client, sourcePort: 53, port: 50_000, packets: 4000, bytes: 1_200_000 }),
    ]);

    expect((await found(records)).all).toEqual([]);
  });

  it('finds it over IPv6', async () => {
    const six = answers(60).map((record, at) => ({
      ...record,
      srcAddr: `2001:db8:9::${Math.floor(at / 5).toString(16)}`,
      dstAddr: 'fd00:1::5',
    }));

    expect((await found(six)).fired[0]?.detection?.subject.id).toBe('fd00:1::5');
  });
});
