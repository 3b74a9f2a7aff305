import { describe, expect, it } from 'vitest';
import { bruteForce } from '../../src/analyzers/brute-force.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { session, upTo, withoutFlags } from '../kit/probing.ts';
import { randomOf } from '../kit/random.ts';
import { NOW } from '../kit/scope.ts';

const SERVER = '10.0.1.5';
const ATTACKER = '203.0.113.9';

async function fired(records: readonly FlowRecord[], rest: Partial<Parameters<typeof watched>[0]> = {}) {
  return (await watched({ detector: bruteForce, records, ...rest })).fired;
}

interface Guesses {
  readonly from?: string;
  readonly at?: string;
  readonly port?: number;
  readonly count?: number;
  /** Seconds between two. */
  readonly every?: number;
  /** Seconds before NOW of the first. */
  readonly since?: number;
  readonly packets?: number;
  readonly bytes?: number;
  readonly seed?: number;
}

/** Attempts with the sizes of those on a public SSH server, at nearly even times. */
function guesses({
  from = ATTACKER,
  at = SERVER,
  port = 22,
  count = 40,
  every = 12,
  since = 3000,
  packets = 12,
  bytes = 1882,
  seed = 1,
}: Guesses = {}): readonly FlowRecord[] {
  const random = randomOf(seed);
  return upTo(count).flatMap((index) =>
    session(from, at, port, {
      srcPort: 33_000 + index,
      ago: since - Math.round(every * (index + 0.8 * random())),
      packets: packets + Math.floor(2 * random()),
      bytes: bytes + Math.floor(80 * random()),
    }),
  );
}

/** As somebody works: every session has another size. */
function work(from: string, at: string, port: number, count: number, seed = 3): readonly FlowRecord[] {
  const random = randomOf(seed);
  return upTo(count).flatMap((index) =>
    session(from, at, port, {
      srcPort: 44_000 + index,
      ago: Math.round(3500 * random()),
      packets: 12 + Math.floor(200 * random() ** 3),
      bytes: 1200 + Math.floor(40_000 * random() ** 3),
    }),
  );
}

describe('the detector of brute force', () => {
  it('finds attempts from outside at one of our hosts', async () => {
    const [finding, ...others] = await fired(guesses());

    expect(others).toEqual([]);
    expect(finding?.detection).toMatchObject({
      subject: { kind: 'address', id: SERVER },
      class: 'tcp/22',
      severity: 'medium',
      size: 40,
      others: [ATTACKER],
    });
    expect(finding?.summary).toContain(
      `Somebody tries SSH passwords at ${SERVER}: 40 sessions of nearly the same size from ${ATTACKER}`,
    );
  });

  it.each<[string, readonly FlowRecord[]]>([
    [
      'at RDP',
      guesses({ port: 3389, packets: 30, bytes: 4000 }).map((one) =>
        one.srcPort === 3389 ? { ...one, packets: 40, bytes: 9000 } : one,
      ),
    ],
    ['at telnet', guesses({ port: 23, packets: 20, bytes: 1000 })],
    ['at a database', guesses({ port: 5432, packets: 9, bytes: 900 })],
    ['over IPv6', guesses({ from: '2001:db8:9::1', at: 'fd00:1::5' })],
    ['in records without flags', withoutFlags(guesses())],
    ['aggregated over ten minutes', guesses().map((one) => ({ ...one, end: (one.start ?? 0) + 600 }))],
    ['in the newest five minutes of an hour', guesses({ count: 25, since: 300, every: 10 })],
    ['beside people who work there', [...guesses(), ...work('198.51.100.4', SERVER, 22, 60)]],
    [
      'whose sessions span two records each',
      guesses().flatMap((one) => [
        { ...one, packets: 7, bytes: 1000 },
        { ...one, packets: (one.packets ?? 7) - 7, bytes: (one.bytes ?? 1000) - 1000, start: one.end ?? 0 },
      ]),
    ],
  ])('finds attempts %s', async (_, records) => {
    expect(await fired(records)).toHaveLength(1);
  });

  it('finds many addresses that try a few times each', async () => {
    const [finding] = await fired(
      upTo(30).flatMap((index) =>
        guesses({ from: `203.0.113.${index}`, count: 2, every: 60, since: 3300 - 60 * index, seed: index }),
      ),
    );

    expect(finding?.detection?.measured).toMatchObject({
      what: 'addresses that try to log in within an hour',
      value: 30,
    });
  });

  it('finds few attempts an hour in a day', async () => {
    const records = guesses({ count: 90, every: 900, since: 85_000 });
    const [finding] = await fired(records, { request: { window: { start: NOW - 86_400, end: NOW } } });

    expect(finding?.detection?.measured).toMatchObject({
      what: 'attempts to log in within a day',
      value: 90,
    });
  });

  it('finds few attempts an hour from hour to hour, by what it remembered of the day', async () => {
    const hour = guesses({ count: 4, every: 700 });
    const { observed, fired: alone } = await watched({ detector: bruteForce, records: hour });
    const [sample] = observed.samples;
    const series = sample?.series ?? '';
    const history = remembered({
      samples: { [series]: upTo(70).map((index) => ({ at: NOW - 80_000 + 1000 * index, value: 1 })) },
    });

    expect(alone).toEqual([]);
    expect(observed.samples.reduce((total, { value }) => total + value, 0)).toBeGreaterThanOrEqual(3);
    expect(await fired(hour, { history })).toHaveLength(1);
  });

  it('tells of a session that may be a login', async () => {
    const login = session(ATTACKER, SERVER, 22, { srcPort: 60_001, ago: 1000, packets: 300, bytes: 60_000 });
    const [finding] = await fired([...guesses(), ...login]);

    expect(finding?.detection).toMatchObject({ severity: 'high' });
    expect(finding?.summary).toContain('may be a login');
    expect(finding?.evidence[0]).toMatchObject({ bytes: 60_000 });
  });

  it('takes two attempts from the same port for no login, as it ends long after it began', async () => {
    const again = guesses({ count: 1, since: 1000, seed: 7 });

    const [finding] = await fired(withoutFlags([...guesses({ since: 1600 }), ...again]));

    expect(finding?.detection).toMatchObject({ severity: 'medium' });
    expect(finding?.summary).not.toContain('may be a login');
  });

  it('tells of a session that goes on for long, of whatever size it is otherwise', async () => {
    const login = session(ATTACKER, SERVER, 22, { srcPort: 60_001, ago: 1000, packets: 20, bytes: 2900 });
    const long = login.map((record) => ({ ...record, end: (record.start ?? 0) + 900 }));
    const [finding] = await fired([...guesses(), ...long]);

    expect(finding?.summary).toContain('may be a login');
  });

  it('names our own host that attacks', async () => {
    const outside = await fired(guesses({ from: SERVER, at: '198.51.100.9' }));
    const inside = await fired(guesses({ from: SERVER, at: '10.0.2.9' }));
    const spread = await fired(
      upTo(20).flatMap((index) =>
        guesses({ from: SERVER, at: `10.0.2.${index}`, count: 3, since: 3400 - 100 * index, seed: index }),
      ),
    );

    for (const found of [outside, inside, spread]) {
      expect(found).toHaveLength(1);
      expect(found[0]?.detection).toMatchObject({
        subject: { id: SERVER },
        class: 'tcp/22 out',
        severity: 'high',
      });
    }
  });

  it('counts what both interfaces logged once', async () => {
    const records = guesses({ from: SERVER, at: '10.0.2.9' });
    const [finding] = await fired([
      ...records,
      ...records.map((one) => ({ ...one, interfaceId: 'eni-0bbb' })),
    ]);

    expect(finding?.detection).toMatchObject({ size: 40 });
  });

  it('finds our own host that is as regular as a clock once a session follows that may be a login', async () => {
    const clock = upTo(40).flatMap((index) =>
      session(SERVER, '10.0.2.9', 22, { srcPort: 33_000 + index, ago: 3590 - 60 * index }),
    );
    const login = session(SERVER, '10.0.2.9', 22, { srcPort: 60_001, ago: 600, packets: 300, bytes: 60_000 });

    expect(await fired(clock)).toEqual([]);
    expect(await fired([...clock, ...login])).toHaveLength(1);
  });

  it('puts what is new and as regular as a clock into the digest, and remembers it as known', async () => {
    const clock = upTo(40).flatMap((index) =>
      session(SERVER, '10.0.2.9', 5432, { srcPort: 33_000 + index, ago: 3590 - 60 * index }),
    );

    const { fired: told, observed } = await watched({
      detector: bruteForce,
      records: clock,
      history: remembered({}),
    });

    expect(told).toHaveLength(1);
    expect(told[0]?.detection).toMatchObject({ subject: { id: SERVER }, severity: 'low' });
    expect(told[0]?.summary).toContain('as regular as a clock, so it may be a new check');
    expect(observed.acquaintances).toHaveLength(1);
  });

  it('finds our own host that guesses five times an hour like a clock, once a session follows that may be a login', async () => {
    const slow = [12, 24, 36, 48].flatMap((minutes) =>
      session(SERVER, '10.0.2.9', 5432, { srcPort: 33_000 + minutes, ago: 60 * minutes }),
    );
    const login = session(SERVER, '10.0.2.9', 5432, {
      ...{ srcPort: 60_001, ago: 200, packets: 260, bytes: 24_000 },
    });
    const { observed } = await watched({ detector: bruteForce, records: slow, history: remembered({}) });
    const series = observed.samples[0]?.series ?? '';
    const history = remembered({
      samples: { [series]: upTo(70).map((index) => ({ at: NOW - 70_000 + 900 * index, value: 1 })) },
    });

    const [finding] = await fired([...slow, ...login], { history });

    expect(finding?.detection).toMatchObject({ subject: { id: SERVER }, severity: 'high' });
    expect(finding?.summary).toContain('may be a login');
  });

  it('reads enough of an attack of many thousand sessions', async () => {
    const fast = upTo(6000).flatMap((index) =>
      session(ATTACKER, SERVER, 22, { srcPort: 1024 + index, ago: 3500 - Math.floor(index / 2) }),
    );
    const early = session(ATTACKER, SERVER, 22, { srcPort: 62_001, ago: 3300, packets: 900, bytes: 90_000 });

    const [finding] = await fired([...fast, ...early]);

    expect(finding?.detection?.size).toBeGreaterThan(250);
    expect(finding?.detection?.severity).toBe('high');
  });

  it('says how many sessions there were in all and since when, where not all of them were read', async () => {
    const fast = upTo(2000).flatMap((index) =>
      session(ATTACKER, SERVER, 22, { srcPort: 1024 + index, ago: 2500 - index }),
    );

    const [finding] = await fired(fast);

    expect(finding?.summary).toMatch(
      /: 2,000 sessions from 203\.0\.113\.9, and the \d+ that were read are of nearly the same size$/,
    );
    expect(finding?.detection?.first).toBe(NOW - 2500);
  });

  it.each<[string, readonly FlowRecord[]]>([
    ['people at work from outside', work('198.51.100.4', SERVER, 22, 200)],
    [
      'many people who log in once each',
      upTo(40).flatMap((index) => work(`198.51.100.${index}`, SERVER, 22, 1, index + 50)),
    ],
    [
      'deployment that logs in to many of ours',
      upTo(40).flatMap((index) => work(SERVER, `10.0.2.${index}`, 22, 5, index)),
    ],
    [
      'monitoring that checks SSH each minute',
      upTo(60).flatMap((index) =>
        session(SERVER, '10.0.2.9', 22, { srcPort: 33_000 + index, ago: 3590 - 60 * index }),
      ),
    ],
    [
      'an application that opens a short session at its database for every question',
      guesses({
        from: SERVER,
        at: '10.0.2.9',
        port: 5432,
        count: 300,
        since: 3590,
        every: 11,
        packets: 9,
        bytes: 900,
      }),
    ],
    ['a few attempts', guesses({ count: 10 })],
    ['long sessions', guesses({ packets: 3000, bytes: 400_000 })],
    ['probes', guesses({ packets: 1, bytes: 60 })],
  ])('is quiet about %s', async (_, records) => {
    expect(await fired(records)).toEqual([]);
  });

  it('is quiet about clients of the settings', async () => {
    expect(await fired(guesses(), { parameters: { clients: [ATTACKER] } })).toEqual([]);
  });

  it('is quiet about logins of ours that it has known for days', async () => {
    const records = guesses({ from: SERVER, at: '10.0.2.9' });
    const known = { first: NOW - 9 * 86_400, last: NOW - 600, days: 9 };
    const history = remembered({ acquaintances: { [`login ${SERVER} 10.0.2.9 22`]: known } });

    expect(await fired(records, { history })).toEqual([]);
    expect(await fired(records, { history: remembered({}) })).toHaveLength(1);
  });

  it('does not take what was there on the day before for how it always is', async () => {
    const records = guesses({ from: SERVER, at: '10.0.2.9' });
    const look = { first: NOW - 1.5 * 86_400, last: NOW - 600, days: 2 };
    const history = remembered({ acquaintances: { [`login ${SERVER} 10.0.2.9 22`]: look } });

    expect(await fired(records, { history })).toHaveLength(1);
  });

  it('remembers who of ours logs in where, but not those that attack', async () => {
    const { observed } = await watched({
      detector: bruteForce,
      records: [...guesses({ from: SERVER, at: '10.0.2.9' }), ...work('10.0.3.3', '10.0.2.9', 22, 30)],
    });

    expect(observed.acquaintances.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'login 10.0.3.3 10.0.2.9 22',
    ]);
  });
});
