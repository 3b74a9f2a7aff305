import { describe, expect, it } from 'vitest';
import { serviceSilent } from '../../src/analyzers/service-silent.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from '../kit/asked-of-records.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { NOW } from '../kit/scope.ts';

const HOUR = 3600;
/** Where slots of five and of ten minutes end. */
const END = NOW - (NOW % 600);
const WINDOW = { window: { start: END - HOUR, end: END } };
const SERVER = '10.0.2.9';

interface Serving {
  /** Seconds before END, from and to. */
  readonly from: number;
  readonly to: number;
  readonly every?: number;
  readonly server?: string;
  readonly interfaceId?: string;
  readonly port?: number;
  readonly client?: string;
}

/** Requests at every minute, each from another port. */
function requests(parts: Serving): readonly FlowRecord[] {
  const { from, to, every = 60, server = SERVER, interfaceId = 'eni-0srv', port = 5432 } = parts;
  const times = Math.floor((from - to) / every);
  return Array.from({ length: times }, (_, at) => {
    const start = END - from + at * every;
    return flow(parts.client ?? '10.0.1.5', server, {
      ...{ interfaceId, dstPort: port, srcPort: 40_000 + (at % 500), start, end: start + every - 1 },
    });
  });
}

function replyTo(record: FlowRecord): FlowRecord {
  const { srcAddr = null, dstAddr = null, srcPort = null, dstPort = null } = record;
  return { ...record, srcAddr: dstAddr, dstAddr: srcAddr, srcPort: dstPort, dstPort: srcPort };
}

/** Requests, and the replies to them. */
function served(parts: Serving): readonly FlowRecord[] {
  return requests(parts).flatMap((record) => [record, replyTo(record)]);
}

/** What an interface writes while nothing goes through it. */
function idle(interfaceId: string): readonly FlowRecord[] {
  return requests({ from: HOUR, to: 0, interfaceId }).map((record) => ({
    ...record,
    ...{ srcAddr: null, dstAddr: null, srcPort: null, dstPort: null, protocol: null, action: null },
    logStatus: 'NODATA',
  }));
}

const found = (records: readonly FlowRecord[], parts: Partial<Parameters<typeof watched>[0]> = {}) =>
  watched({ detector: serviceSilent, records, request: WINDOW, ...parts });

/** In every hour of so many days, the share of the wide slots with an answer, and of the narrow ones where that differs. */
function days(of: number, wideAt: (hour: number) => number, narrowAt = wideAt) {
  const end = Math.floor((END - HOUR) / HOUR) * HOUR;
  const hours = Array.from({ length: of * 24 }, (_, at) => end - (of * 24 - at) * HOUR);
  const name = `service-silent|${SERVER}|6|5432`;
  return remembered({
    since: END - of * 86_400,
    samples: {
      [name]: hours.map((at) => ({ at, value: wideAt(at) })),
      [`${name}|narrow`]: hours.map((at) => ({ at, value: narrowAt(at) })),
    },
    acquaintances: {
      [`server-interface ${SERVER} eni-0srv`]: { first: END - of * 86_400, last: END - HOUR, days: of },
    },
  });
}

const LONG = { from: 12 * HOUR, to: 1500 };

describe('the detector of services gone silent', () => {
  const bare = (record: FlowRecord) => ({ ...replyTo(record), packets: 1, bytes: 40 });

  it('finds one that refuses everybody, since no process listens any more', async () => {
    const tried = requests({ from: 1500, to: 0, every: 15 });
    const { fired } = await found([...served(LONG), ...tried, ...tried.map(bare)]);

    expect(fired).toHaveLength(1);
    expect(fired[0]?.summary).toMatch(
      /^10\.0\.2\.9 has refused every connection on tcp 5432 \(postgresql\) for 25 minutes, while 1 client still asks;/,
    );
    expect(fired[0]?.detection?.severity).toBe('high');
  });

  it('is quiet about one that answers over a single lasting connection in an hour, and learns that it does', async () => {
    const lasting = served({ from: HOUR, to: 0 }).map((record) =>
      record.srcPort === 5432 ? { ...record, dstPort: 40_000 } : { ...record, srcPort: 40_000 },
    );
    const { all, observed } = await found(lasting, { history: days(9, () => 1) });

    expect(all).toEqual([]);
    expect(observed.samples.map(({ value }) => value)).not.toContain(0);
  });

  it('is quiet about one whose idle connections still show signs of life', async () => {
    const idling = requests({ from: 1500, to: 0 }).map((record) => ({
      ...record,
      srcPort: 40_000,
      packets: 1,
    }));

    expect((await found([...served(LONG), ...idling, ...idling.map(bare)])).all).toEqual([]);
  });

  it('finds one that is still asked, and gives no answer', async () => {
    const { fired } = await found([...served(LONG), ...requests({ from: 1500, to: 0 })]);

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection).toMatchObject({
      ...{ subject: { kind: 'address', id: SERVER }, class: 'tcp/5432', severity: 'high' },
      ...{ measured: { value: 5 }, ask: 'trace 10.0.1.5 10.0.2.9 5432', others: ['10.0.1.5'] },
    });
    expect(fired[0]?.summary).toContain('has not answered on tcp 5432 (postgresql) for 25 minutes');
    expect(fired[0]?.summary).toContain('1 client still asks without an answer');
  });

  it('finds one that nobody asks any more, at an interface that writes NODATA', async () => {
    const { fired } = await found([...served(LONG), ...idle('eni-0srv')]);

    expect(fired.map(({ detection }) => detection?.severity)).toEqual(['medium']);
  });

  it('is quiet where the interface writes nothing more: it may be terminated, or have a gap', async () => {
    const { all } = await found([...served(LONG), ...idle('eni-0aaa')]);

    expect(all).toEqual([]);
  });

  it('is quiet about a service that still answers', async () => {
    const { all } = await found(served({ from: 12 * HOUR, to: 0 }));

    expect(all).toEqual([]);
  });

  it('is quiet about a service that is often silent for as long', async () => {
    const seldom = served({ from: 12 * HOUR, to: 1500, every: 1500 });

    const { all } = await found([...seldom, ...idle('eni-0srv')]);

    expect(all).toEqual([]);
  });

  it('is quiet about the end of a lasting connection at its client', async () => {
    const connection = served({ ...LONG, port: 20_000 }).map((record) => ({
      ...record,
      ...(record.srcPort === 20_000 ? { dstPort: 443 } : { srcPort: 443 }),
    }));

    const { all } = await found([...connection, ...idle('eni-0srv')]);

    expect(all).toEqual([]);
  });

  it('takes records of ten minutes for what they are', async () => {
    const tens = served({ from: 40 * HOUR, to: 1800, every: 600 });
    const own = [
      ...tens,
      ...tens.map((record) => ({ ...record, srcPort: record.srcPort === 5432 ? 5432 : 41_000 })),
    ];

    const asking = requests({ from: 1800, to: 0, every: 600 });

    const { fired, all } = await found([...own, ...asking]);

    expect(fired[0]?.detection?.measured.what).toBe('silent slots of 10 minutes in a row');
    expect(all).toHaveLength(1);
  });

  it('counts records that both ends logged once', async () => {
    const twice = [...served(LONG), ...requests({ from: 1500, to: 0 })].flatMap((record) => [
      record,
      { ...record, interfaceId: 'eni-0web' },
    ]);

    const { fired } = await found(twice);

    expect(fired[0]?.detection?.measured.value).toBe(5);
    expect(fired[0]?.occurrence?.packets).toBe(25);
  });

  it('finds one over IPv6', async () => {
    const six = { server: 'fd00:1::9', client: 'fd00:1::5' };

    const { fired } = await found([...served({ ...LONG, ...six }), ...idle('eni-0srv')]);

    expect(fired[0]?.detection?.subject.id).toBe('fd00:1::9');
  });

  it('knows by heart that a service answers at this hour', async () => {
    const { fired } = await found([...served({ from: HOUR, to: 1500 }), ...idle('eni-0srv')], {
      history: days(7, () => 1),
    });

    expect(fired[0]?.detection?.measured.basis).toBe(
      'it answered in 100 % of the slots of this hour of the day over 7 days',
    );
  });

  it('measures one that few ask by slots in which it always answers, which take longer', async () => {
    const silentFor = (seconds: number) =>
      found([...served({ from: HOUR, to: seconds }), ...requests({ from: seconds, to: 0 })], {
        history: days(
          14,
          () => 1,
          () => 0.8,
        ),
      });

    expect((await silentFor(1500)).all).toEqual([]);
    expect((await silentFor(2400)).fired[0]?.detection?.measured).toMatchObject({
      what: 'silent slots of 10 minutes in a row',
      value: 4,
    });
  });

  it('takes a stranger whom policy turns away for no client', async () => {
    const strangers = requests({ from: 1200, to: 0, client: '198.51.100.7' }).map((record) => ({
      ...record,
      action: 'REJECT' as const,
    }));

    const { fired } = await found([...served({ from: HOUR, to: 1200 }), ...strangers], {
      history: days(7, () => 1),
    });

    expect(fired).toEqual([]);
  });

  it('is quiet for longer about one that nobody asks any more', async () => {
    const until = served({ from: HOUR, to: 1200 });
    const history = days(7, () => 1);

    const asked = await found([...until, ...requests({ from: 1200, to: 0 })], { history });
    const unasked = await found([...until, ...idle('eni-0srv')], { history });

    expect(asked.fired).toHaveLength(1);
    expect(unasked.fired).toEqual([]);
  });

  it('is quiet about one that had such hours before', async () => {
    const history = days(14, (hour) => ((hour / HOUR) % 5 === 0 ? 0.5 : 1));

    const { all } = await found([...served({ from: HOUR, to: 1500 }), ...idle('eni-0srv')], { history });

    expect(all).toEqual([]);
  });

  it('is of low severity where a new server answers in its place', async () => {
    const successor = served({ from: 2400, to: 0, server: '10.0.2.30', interfaceId: 'eni-0new' });

    const { fired } = await found([...served({ from: HOUR, to: 2400 }), ...idle('eni-0srv'), ...successor], {
      history: days(7, () => 1),
    });

    expect(fired.map(({ detection }) => detection?.severity)).toEqual(['low']);
    expect(fired[0]?.summary).toContain(
      'nobody asks it any more, while 10.0.2.30, which is new, answers there',
    );
  });

  it('is quiet about one that is always silent at this hour', async () => {
    const { all } = await found([...served({ from: HOUR, to: 1500 }), ...idle('eni-0srv')], {
      history: days(7, (hour) => (Math.abs(((hour - END) / HOUR) % 24) < 4 ? 0 : 1)),
    });

    expect(all).toEqual([]);
  });

  it('goes on when the window holds no answer any more', async () => {
    const { fired } = await found(idle('eni-0srv'), { history: days(7, () => 1) });

    expect(fired.map(({ detection }) => detection?.class)).toEqual(['tcp/5432']);
  });

  describe('where more answer than one list holds', () => {
    /** Twenty minutes after a full hour: what answered since then has few slots, and is the first that a list leaves out. */
    const LATE = END + 600;
    const window = { start: LATE - HOUR, end: LATE };
    const at = (records: readonly FlowRecord[]) =>
      records.map((one) => ({ ...one, start: (one.start ?? 0) + 600, end: (one.end ?? 0) + 600 }));
    const busier = Array.from({ length: 5001 }, (_, host) =>
      [0, 1].flatMap((more) =>
        at(
          served({
            ...{ from: HOUR - more, to: 0, every: 300 },
            ...{ server: `10.1.${host >> 8}.${host & 255}`, interfaceId: `eni-${host}` },
          }),
        ),
      ),
    ).flat();
    const healthy = at(served({ from: HOUR, to: 0, every: 300 }));

    it('is quiet about one that still answers', async () => {
      const { all } = await found([...busier, ...healthy], {
        request: { window },
        history: days(7, () => 1),
      });

      expect(all).toEqual([]);
    });

    it('finds one that gives no answer, and learns nothing of those that it did not see', async () => {
      const silent = at([
        ...served({ from: HOUR, to: 1500, every: 300 }),
        ...requests({ from: 1500, to: 0 }),
      ]);
      const { fired, observed } = await found([...busier, ...silent], {
        ...{ request: { window }, history: days(7, () => 1) },
      });

      expect(fired.map(({ detection }) => detection?.subject.id)).toEqual([SERVER]);
      expect(observed.samples.filter(({ value }) => value === 0)).toEqual([]);
    });
  });

  it('is quiet where most services stop at once: that is a gap', async () => {
    const servers = ['10.0.2.1', '10.0.2.2', '10.0.2.3', '10.0.2.4'];
    const records = servers.flatMap((server) => [
      ...served({ ...LONG, server, interfaceId: `eni-${server}` }),
      ...idle(`eni-${server}`),
    ]);

    const { all } = await found(records);

    expect(all).toEqual([]);
  });

  it('remembers the share of wide and of narrow slots with an answer, of whole hours', async () => {
    const start = Math.floor(END / HOUR) * HOUR - 2 * HOUR;
    const { observed } = await watched({
      detector: serviceSilent,
      records: served({ from: END - start, to: 0 }),
      request: { window: { start, end: start + HOUR } },
      history: remembered({}),
    });

    expect(observed.samples).toEqual([
      { series: `service-silent|${SERVER}|6|5432`, at: start, value: 1 },
      { series: `service-silent|${SERVER}|6|5432|narrow`, at: start, value: 1 },
    ]);
    expect(observed.acquaintances).toMatchObject([{ kind: 'server-interface', key: `${SERVER} eni-0srv` }]);
  });
});
