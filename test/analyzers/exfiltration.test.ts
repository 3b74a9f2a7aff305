import { describe, expect, it } from 'vitest';
import { exfiltration } from '../../src/analyzers/exfiltration.ts';
import { understand } from '../../src/commands/answer.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from '../kit/asked-of-records.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { NOW } from '../kit/scope.ts';

const HOUR = 3600;
const DAY = 86_400;
const MB = 1e6;
const HOST = '10.0.1.5';
const OUTSIDE = '203.0.113.9';
const NETWORK = '203.0.113.0/24';
const LAST_DAY = { window: { start: NOW - DAY, end: NOW } };

/** So many bytes out and in again, spread over the hours before NOW. */
function exchange(sent: number, received: number, hours: number, changes: Partial<FlowRecord> = {}) {
  return Array.from({ length: hours }, (_, back) => {
    const start = NOW - (back + 1) * HOUR + 60;
    const times = { start, end: start + 59 };
    const out = { ...times, bytes: sent / hours, packets: Math.ceil(sent / hours / 1400) };
    const back_ = { ...times, bytes: received / hours, packets: Math.ceil(received / hours / 1400) };
    return [
      flow(HOST, OUTSIDE, { ...out, srcPort: 50_000 + back, ...changes }),
      flow(OUTSIDE, HOST, { ...back_, srcPort: 443, dstPort: 50_000 + back }),
    ];
  }).flat();
}

/** Three weeks in which the host sent so many megabytes every hour to one network that it knows. */
function used(megabytes: number, parts: { surplus?: number; network?: string } = {}) {
  const { surplus = 0.5, network = '198.51.100.0/24' } = parts;
  const hours = Array.from({ length: 20 * 24 }, (_, at) => ({
    at: Math.floor((NOW - DAY) / HOUR) * HOUR - (at + 1) * HOUR,
    value: megabytes * MB * (1 + 0.1 * Math.sin(at)),
  }));
  const known = { first: NOW - 20 * DAY, last: NOW - DAY, days: 20 };
  return remembered({
    samples: {
      [`exfiltration|pair|${HOST}|${network}`]: hours,
      [`exfiltration|host|${HOST}`]: hours,
      [`exfiltration|surplus|${HOST}|${network}`]: Array.from({ length: 10 }, (_, at) => ({
        at: NOW - (at + 2) * DAY,
        value: surplus,
      })),
    },
    acquaintances: { [`peer ${HOST} ${network}`]: known, [`destination ${network}`]: known },
  });
}

function found(records: readonly FlowRecord[], parts: Partial<Parameters<typeof watched>[0]> = {}) {
  return watched({ detector: exfiltration, records, request: LAST_DAY, ...parts });
}

describe('the detector of exfiltration', () => {
  it('finds a large upload to a network that the host never talked to', async () => {
    const { fired } = await found(exchange(200 * MB, 2 * MB, 1), { history: used(1) });

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection).toMatchObject({
      subject: { id: HOST },
      class: NETWORK,
      severity: 'medium',
      measured: { unit: 'bytes', basis: expect.stringContaining('to any one network') },
    });
    expect(fired[0]?.summary).toMatch(
      /^10\.0\.1\.5 sent 194 MB to 203\.0\.113\.9 .*a network that it never talked to; the usual most is 1\.0 MB/,
    );
  });

  it('names the network where several addresses of it got a part each, as none of them got all of it', async () => {
    const parts = ['203.0.113.9', '203.0.113.10', '203.0.113.11'].flatMap((dstAddr) =>
      exchange(200 * MB, 0, 1, { dstAddr }),
    );
    const { fired } = await found(parts);

    expect(fired[0]?.summary).toMatch(
      /^10\.0\.1\.5 sent 583 MB to 3 addresses of 203\.0\.113\.0\/24, such as 203\.0\.113\.\d+/,
    );
  });

  it('tells of the host, and not of the gateway that passes on what several send', async () => {
    const hosts = ['10.0.1.5', '10.0.1.6'].flatMap((srcAddr, host) =>
      [1, 2, 3].flatMap((place) =>
        exchange(600 * MB, 0, 2, { srcAddr, dstAddr: `198.51.${10 * host + place}.9` }),
      ),
    );
    const passedOn = hosts.map((one) => ({ ...one, interfaceId: 'eni-0nat', srcAddr: '10.0.9.10' }));
    const { fired } = await found([...hosts, ...passedOn]);

    expect(new Set(fired.map(({ detection }) => detection?.subject.id))).toEqual(
      new Set(['10.0.1.5', '10.0.1.6']),
    );
  });

  it('adds up a slow upload that is unusual in no single hour', async () => {
    const { fired } = await found(exchange(480 * MB, 5 * MB, 24), { history: used(0.5) });

    expect(fired[0]?.detection?.measured.what).toContain('23 hours');
  });

  it('is quiet about a day that is somewhat more than others', async () => {
    expect((await found(exchange(96 * MB, 1 * MB, 24), { history: used(2.5) })).all).toEqual([]);
  });

  it('is quiet about a backup that goes to the same network every day', async () => {
    const history = used(200, { network: NETWORK, surplus: 0.98 });

    expect((await found(exchange(230 * MB, 2 * MB, 1), { history })).all).toEqual([]);
  });

  it('finds that an old acquaintance gets far more than usual, and answers less', async () => {
    const history = used(1, { network: NETWORK, surplus: -0.6 });

    expect((await found(exchange(300 * MB, 2 * MB, 1), { history })).fired).toHaveLength(1);
  });

  it('is quiet about as much in both directions', async () => {
    expect((await found(exchange(300 * MB, 250 * MB, 1), { history: used(1) })).all).toEqual([]);
  });

  it('is quiet about acknowledgements of a large download', async () => {
    const records = exchange(60 * MB, 2000 * MB, 1).map((one) =>
      one.srcAddr === HOST ? { ...one, packets: (60 * MB) / 40 } : one,
    );

    expect((await found(records)).all).toEqual([]);
  });

  it('is stricter, and less sure, where nothing is remembered', async () => {
    expect((await found(exchange(200 * MB, 2 * MB, 1))).all).toEqual([]);

    const { fired } = await found(exchange(800 * MB, 2 * MB, 1));

    expect(fired[0]?.detection).toMatchObject({ severity: 'low', measured: { normal: null } });
  });

  it('counts what two interfaces logged once', async () => {
    const records = exchange(800 * MB, 2 * MB, 1);
    const twice = [...records, ...records.map((one) => ({ ...one, interfaceId: 'eni-0bbb' }))];

    expect((await found(twice)).fired[0]?.detection?.measured.value).toBe(
      (await found(records)).fired[0]?.detection?.measured.value,
    );
  });

  it('adds up the addresses of one network', async () => {
    const records = [9, 10, 11].flatMap((last) =>
      exchange(250 * MB, 1 * MB, 1).map((one) => ({
        ...one,
        srcAddr: one.srcAddr === OUTSIDE ? `203.0.113.${last}` : HOST,
        dstAddr: one.dstAddr === OUTSIDE ? `203.0.113.${last}` : HOST,
      })),
    );

    expect((await found(records)).fired).toHaveLength(1);
  });

  it('is quiet about backups to AWS services, and about what the operator expects', async () => {
    const records = exchange(900 * MB, 2 * MB, 1);
    const toAws = records.map((one) => ({ ...one, pktDstAwsService: 'S3' }));

    expect((await found(toAws)).all).toEqual([]);
    expect((await found(records, { parameters: { expected: [NETWORK] } })).all).toEqual([]);
  });

  it('takes downloads from our own server for no upload', async () => {
    const records = exchange(900 * MB, 2 * MB, 1, { srcPort: 443, dstPort: 51_000 });

    expect((await found(records)).all).toEqual([]);
  });

  it('remembers what is usual, and not what was unusual', async () => {
    const usual = await found(exchange(30 * MB, 2 * MB, 3), { history: used(10) });
    const unusual = await found(exchange(200 * MB, 2 * MB, 1), { history: used(1) });

    expect(usual.observed.samples.map(({ series }) => series)).toContain(
      `exfiltration|pair|${HOST}|${NETWORK}`,
    );
    expect(unusual.observed.samples).toEqual([]);
  });

  it('learns what it cannot judge yet, so that a nightly backup is told of once and no more', async () => {
    const first = await found(exchange(800 * MB, 2 * MB, 1), {
      history: remembered({ since: NOW - 2 * DAY }),
    });

    expect(first.fired[0]?.detection?.severity).toBe('low');
    expect(first.observed.samples.map(({ series }) => series)).toContain(
      `exfiltration|pair|${HOST}|${NETWORK}`,
    );
  });

  it('asks questions that are understood', async () => {
    const { fired } = await found(exchange(800 * MB, 2 * MB, 1));
    const next = /`(.+)`/.exec(fired[0]?.nextCheck ?? '')?.[1] ?? '';

    for (const text of [fired[0]?.detection?.ask ?? '', next])
      expect(understand(text, { now: NOW, timeZone: 'UTC' })).toMatchObject({ kind: 'question' });
  });
});
