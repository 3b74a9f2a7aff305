import { describe, expect, it } from 'vitest';
import { diff } from '../../src/analyzers/diff.ts';
import { habit } from '../kit/conversations.ts';
import { diagnosed, line, nodata } from '../kit/lines.ts';
import { flowLog, NOW, request, scope } from '../kit/scope.ts';

/** Both hosts write records all along, and none of them changes. */
const USUAL = [
  ...habit({ from: '10.0.3.3', to: '10.0.1.5:22', at: 'eni-0web', minutes: [60, 0] }),
  ...habit({ from: '10.0.3.3', to: '10.0.2.9:22', at: 'eni-0db', minutes: [60, 0] }),
];
const WEB_TO_DB = { from: '10.0.1.5', to: '10.0.2.9:5432', at: 'eni-0db' } as const;
const QUESTION = 'diff last 30m';
/** Minutes before the end: the later window, and the earlier one. */
const LATER = [30, 1] as const;
const EARLIER = [60, 31] as const;

describe('what changed', () => {
  it('is nothing where everything is as it was', async () => {
    const found = await diagnosed(QUESTION, [...USUAL, ...habit({ ...WEB_TO_DB, minutes: [60, 1] })]);

    expect(found.verdict).toBe('listing');
    expect(found.summary).toContain('Nothing changed beyond its own noise');
    expect(found.rows).toEqual([]);
  });

  it('is a flip from ACCEPT to REJECT, with its time, its records and the question that explains it', async () => {
    const found = await diagnosed(QUESTION, [
      ...USUAL,
      ...habit({ ...WEB_TO_DB, minutes: EARLIER }),
      ...habit({ ...WEB_TO_DB, minutes: LATER, action: 'REJECT' }),
    ]);

    expect(found.summary).toMatch(
      /^10\.0\.1\.5 → 10\.0\.2\.9:5432 flipped from ACCEPT to REJECT at \d\d:\d\d UTC$/,
    );
    expect(found.rows?.[0]).toMatchObject({ change: 'ACCEPT → REJECT', service: 'tcp 5432' });
    expect(found.nextCheck).toMatch(/^flows reject 10\.0\.1\.5 10\.0\.2\.9 port 5432 /);
    expect(found.evidence.map((one) => one.kind === 'flow' && one.action)).toEqual([
      'ACCEPT',
      'ACCEPT',
      'REJECT',
      'REJECT',
      'REJECT',
    ]);
  });

  it('is a flip back to ACCEPT', async () => {
    const found = await diagnosed(QUESTION, [
      ...USUAL,
      ...habit({ ...WEB_TO_DB, minutes: EARLIER, action: 'REJECT' }),
      ...habit({ ...WEB_TO_DB, minutes: LATER }),
    ]);

    expect(found.summary).toContain('flipped from REJECT to ACCEPT');
  });

  it('is a flip of one direction where the other is accepted as before', async () => {
    const replies = (minutes: readonly [number, number], action: 'ACCEPT' | 'REJECT') =>
      Array.from({ length: minutes[0] - minutes[1] + 1 }, (_, index) => minutes[0] - index).map((minute) =>
        line({
          at: 'eni-0db',
          from: '10.0.2.9:5432',
          to: `10.0.1.5:${40_000 + minute}`,
          flags: 18,
          ago: minute * 60 - 5,
          action,
        }),
      );

    const found = await diagnosed(QUESTION, [
      ...USUAL,
      ...habit({ ...WEB_TO_DB, minutes: [60, 1] }),
      ...replies(EARLIER, 'ACCEPT'),
      ...replies(LATER, 'REJECT'),
    ]);

    expect(found.summary).toContain('The replies of 10.0.1.5 → 10.0.2.9:5432 flipped from ACCEPT to REJECT');
  });

  it('is that new connections are rejected while those that were open go on, though they are few', async () => {
    const open = [55, 45, 35, 25, 15, 5].map((minute) =>
      line({
        at: 'eni-0db',
        from: '10.0.1.5:39999',
        to: '10.0.2.9:5432',
        packets: 500,
        ago: minute * 60 - 5,
      }),
    );
    const refused = [20, 12, 4].map((minute) =>
      line({
        at: 'eni-0db',
        from: `10.0.1.5:${41_000 + minute}`,
        to: '10.0.2.9:5432',
        flags: 2,
        ago: minute * 60 - 5,
        action: 'REJECT',
      }),
    );

    const found = await diagnosed(QUESTION, [
      ...USUAL,
      ...open,
      ...habit({ ...WEB_TO_DB, minutes: [60, 56] }),
      ...refused,
    ]);

    expect(found.summary).toMatch(
      /^10\.0\.1\.5 → 10\.0\.2\.9:5432 flipped from ACCEPT to REJECT at .* for new connections, while those that were open go on$/,
    );
    expect(found.nextCheck).toMatch(/^flows reject 10\.0\.1\.5 10\.0\.2\.9 port 5432 /);
  });

  it('is no flip where a few packets come late to a connection that has closed', async () => {
    const late = line({
      at: 'eni-0db',
      from: '10.0.1.5:40031',
      to: '10.0.2.9:5432',
      flags: 1,
      packets: 1,
      ago: 1790,
      action: 'REJECT',
    });

    const found = await diagnosed(QUESTION, [...USUAL, ...habit({ ...WEB_TO_DB, minutes: EARLIER }), late]);

    expect(found.rows?.map(({ change }) => change)).not.toContain('ACCEPT → REJECT');
  });

  it('is a conversation that appeared, and one that vanished', async () => {
    const found = await diagnosed(QUESTION, [
      ...USUAL,
      ...habit({ ...WEB_TO_DB, minutes: LATER }),
      ...habit({ from: '10.0.1.5', to: '10.0.4.4:443', at: 'eni-0web', minutes: EARLIER }),
    ]);

    expect(found.rows?.map(({ change, to }) => `${to} ${change}`).sort()).toEqual([
      '10.0.2.9 appeared',
      '10.0.4.4 vanished',
    ]);
  });

  it('is an amount that doubled and more', async () => {
    const found = await diagnosed(QUESTION, [
      ...USUAL,
      ...habit({ ...WEB_TO_DB, minutes: EARLIER, packets: 100 }),
      ...habit({ ...WEB_TO_DB, minutes: LATER, packets: 400 }),
    ]);

    expect(found.rows).toEqual([
      expect.objectContaining({ change: 'more bytes', before: 6000, factor: expect.stringMatching(/^×4/) }),
    ]);
  });

  it('is a flip first, whatever else changed more', async () => {
    const found = await diagnosed(QUESTION, [
      ...USUAL,
      ...habit({ ...WEB_TO_DB, minutes: EARLIER }),
      ...habit({ ...WEB_TO_DB, minutes: LATER, action: 'REJECT', packets: 1 }),
      ...habit({ from: '10.0.1.5', to: '10.0.4.4:443', at: 'eni-0web', minutes: LATER, packets: 9000 }),
    ]);

    expect(found.summary).toContain('flipped from ACCEPT to REJECT');
    expect(found.summary).toContain('; 1 other appeared');
    expect(found.findings[1]?.summary).toBe('10.0.1.5 → 10.0.4.4:443 appeared');
  });

  it('compares rates where the windows are not of one length', async () => {
    const found = await diagnosed('diff last 20m vs 40m before', [
      ...USUAL,
      ...habit({ ...WEB_TO_DB, minutes: [60, 1] }),
    ]);

    expect(found.rows).toEqual([]);
  });
});

describe('clients from the internet', () => {
  const clients = (count: number, minutes: readonly [number, number], to = '10.0.1.5:443') =>
    Array.from({ length: count }, (_, index) =>
      habit({ from: `203.0.113.${index + 1}`, to, at: 'eni-0web', minutes, packets: 50 }),
    ).flat();

  it('are one change where several came to one service, and stand below what changed inside', async () => {
    const found = await diagnosed(QUESTION, [
      ...USUAL,
      ...clients(12, LATER),
      ...habit({ ...WEB_TO_DB, minutes: LATER }),
    ]);

    expect(found.rows?.map(({ change, from, to, service }) => ({ change, from, to, service }))).toEqual([
      { change: 'appeared', from: '10.0.1.5', to: '10.0.2.9', service: 'tcp 5432' },
      { change: 'appeared', from: '12 public addresses', to: '10.0.1.5', service: 'tcp 443' },
    ]);
    expect(found.summary).toBe('10.0.1.5 → 10.0.2.9:5432 appeared; 12 others appeared');
    expect(found.findings[1]).toMatchObject({
      summary: '12 public addresses → 10.0.1.5:443 appeared',
      nextCheck: expect.stringMatching(/^flows talk 10\.0\.1\.5 port 443 \d{4}-/),
    });
  });

  it('are told apart by what they did and which service they called', async () => {
    const found = await diagnosed(QUESTION, [
      ...USUAL,
      ...clients(4, LATER),
      ...clients(3, EARLIER, '10.0.1.5:80'),
    ]);

    expect(found.rows?.map(({ change, from, service }) => `${from} ${service} ${change}`).sort()).toEqual([
      '3 public addresses tcp 80 vanished',
      '4 public addresses tcp 443 appeared',
    ]);
  });

  it('are told one by one where there are only a few', async () => {
    const found = await diagnosed(QUESTION, [...USUAL, ...clients(2, LATER)]);

    expect(found.rows?.map(({ from }) => from).sort()).toEqual(['203.0.113.1', '203.0.113.2']);
  });

  it('are the many public addresses that one host began to call', async () => {
    const called = [1, 2, 3].flatMap((last) =>
      habit({ from: '10.0.1.5', to: `203.0.113.${last}:443`, at: 'eni-0web', minutes: LATER }),
    );

    const found = await diagnosed(QUESTION, [...USUAL, ...called]);

    expect(found.summary).toBe('10.0.1.5 → 3 public addresses, port 443 appeared');
    expect(found.nextCheck).toMatch(/^flows talk 10\.0\.1\.5 port 443 /);
  });

  it('count each, where what they did cannot be told from chance', async () => {
    const found = await diagnosed(QUESTION, [...USUAL, ...clients(5, [20, 19])]);

    expect(found.rows?.map(({ change, from }) => `${from} ${change}`)).toEqual([
      '5 public addresses only after (rare)',
    ]);
    expect(found.summary).toContain('5 more were seen in one window alone, too rarely to tell');
  });
});

describe('a long list of changes', () => {
  it('is cut to a screen, says so, and comes longer when it is asked for', async () => {
    const many = Array.from({ length: 25 }, (_, index) =>
      habit({ from: '10.0.1.5', to: `10.0.4.${index + 1}:443`, at: 'eni-0web', minutes: LATER }),
    ).flat();

    const short = await diagnosed(QUESTION, [...USUAL, ...many]);
    const long = await diagnosed(`${QUESTION} top 25`, [...USUAL, ...many]);

    expect(short.rows).toHaveLength(20);
    expect(short.completeness.notes).toContain(
      'The 20 most telling changes of 25 are listed: `top 25` lists more.',
    );
    expect(long.rows).toHaveLength(25);
  });
});

describe('a question about more connections than a list takes', () => {
  it('is answered without the clients’ ports', async () => {
    const many = Array.from({ length: 21_000 }, (_, index) =>
      line({
        at: 'eni-0db',
        from: `10.0.1.5:${32_768 + index}`,
        to: '10.0.2.9:443',
        flags: 2,
        ago: 1790 - Math.floor(index / 12),
      }),
    );

    const found = await diagnosed(QUESTION, [
      ...USUAL,
      ...many,
      ...habit({ ...WEB_TO_DB, minutes: EARLIER }),
      ...habit({ ...WEB_TO_DB, minutes: LATER, action: 'REJECT' }),
    ]);

    expect(found.completeness.cutOff).toBe(false);
    expect(found.rows?.map(({ change, service }) => `${service} ${change}`)).toEqual([
      'tcp 5432 ACCEPT → REJECT',
      'tcp 443 appeared',
    ]);
    expect(found.findings[0]?.summary).toMatch(
      /flipped from ACCEPT to REJECT at \d\d:\d\d UTC; 1 other appeared$/,
    );
  });
});

describe('what the records cannot tell', () => {
  it('is whether something seen once or twice is new', async () => {
    const found = await diagnosed(QUESTION, [...USUAL, ...habit({ ...WEB_TO_DB, minutes: [20, 19] })]);

    expect(found.summary).toContain('1 more was seen in one window alone, too rarely to tell');
    expect(found.rows?.[0]?.['change']).toBe('only after (rare)');
  });

  it('is whether something vanished where its network interface wrote nothing any more', async () => {
    const found = await diagnosed(QUESTION, [
      ...habit({ from: '10.0.3.3', to: '10.0.1.5:22', at: 'eni-0web', minutes: [60, 0] }),
      ...habit({ ...WEB_TO_DB, minutes: EARLIER }),
    ]);

    expect(found.rows?.[0]?.['change']).toBe('only before (its interface was not recorded throughout)');
  });

  it('is whether something vanished where AWS skipped records of its network interface', async () => {
    const found = await diagnosed(QUESTION, [
      ...USUAL,
      ...habit({ ...WEB_TO_DB, minutes: EARLIER }),
      nodata('eni-0db', 'SKIPDATA', 600),
    ]);

    expect(found.rows?.[0]?.['change']).toContain('only before');
    expect(found.completeness.skipData).toEqual({ records: 1, interfaces: ['eni-0db'] });
  });

  it('is what comes after the newest record, and it says how far the comparison goes', async () => {
    const found = await diagnosed(QUESTION, [
      ...habit({ from: '10.0.3.3', to: '10.0.2.9:22', at: 'eni-0db', minutes: [60, 12] }),
      ...habit({ ...WEB_TO_DB, minutes: [60, 12] }),
    ]);

    expect(found.rows).toEqual([]);
    expect(found.completeness.notes).toContainEqual(expect.stringMatching(/^Records are complete until/));
  });

  it('is anything at all where the earlier window has no record', async () => {
    const found = await diagnosed(QUESTION, habit({ ...WEB_TO_DB, minutes: LATER }));

    expect(found).toMatchObject({
      verdict: 'logs-incomplete',
      nextCheck: expect.stringContaining('vs before'),
    });
  });

  it('is what the other action became where the flow log keeps one', async () => {
    const found = await diagnosed(QUESTION, [...USUAL, ...habit({ ...WEB_TO_DB, minutes: EARLIER })], {
      flowLogs: [flowLog({ keeps: 'ACCEPT' })],
    });

    expect(found.completeness.notes).toContainEqual(expect.stringContaining('keeps ACCEPT only'));
  });

  it('is what is absent from a list that was cut off', () => {
    const asked = scope({
      request: request({
        verb: 'diff',
        subjects: [],
        window: { start: NOW - 900, end: NOW },
        versus: { start: NOW - 1800, end: NOW - 900 },
      }),
    });
    const row = {
      interfaceId: 'eni-0db',
      source: '10.0.1.5',
      destination: '10.0.2.9',
      srcPort: 40_000,
      dstPort: 5432,
      protocol: 6,
      action: 'ACCEPT' as const,
      records: 1,
      packets: 4,
      bytes: 240,
      flags: 2,
    };
    const rows = Array.from({ length: 15 }, (_, index) => {
      const at = Math.floor((NOW - 900) / 60) * 60 + index * 60 + 60;
      return { ...row, srcPort: 40_000 + index, slot: at, first: at, last: at + 20 };
    });
    const wrote = { interfaceId: 'eni-0db', logStatus: 'OK' as const, action: 'ACCEPT' as const, records: 9 };
    const none = { rows: [], cutOff: false };
    const coverage = (last: number) => ({ rows: [{ ...wrote, first: last - 600, last }], cutOff: false });

    const { listing, coverage: said } = diff.analyze(
      {
        before: { rows: [], cutOff: true },
        after: { rows, cutOff: false },
        coverageBefore: coverage(NOW - 900),
        coverageAfter: coverage(NOW),
        newest: none,
        toBefore: { rows: [], cutOff: true },
        fromBefore: none,
        restBefore: none,
        toAfter: none,
        fromAfter: none,
        restAfter: { rows, cutOff: false },
      },
      asked,
    );

    expect(listing?.rows[0]?.['change']).toBe('only after (the other list was cut off)');
    expect(said).toMatchObject({ cutOff: true, notes: [expect.stringContaining('cut off')] });
  });
});
