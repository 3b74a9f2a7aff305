import { describe, expect, it } from 'vitest';
import { lateralMovement } from '../../src/analyzers/lateral-movement.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { attempt, back, idle, refused, session, upTo, withoutFlags } from '../kit/probing.ts';
import { NOW } from '../kit/scope.ts';

const HOST = '10.0.1.5';
const WEEKS_AGO = { first: NOW - 20 * 86_400, last: NOW - 7200, days: 20 };
const LEARNED = remembered({});

async function fired(records: readonly FlowRecord[], rest: Partial<Parameters<typeof watched>[0]> = {}) {
  return (await watched({ detector: lateralMovement, records, history: LEARNED, ...rest })).fired;
}

function reach(hosts: number, port = 22, network = '10.0.2'): readonly FlowRecord[] {
  return upTo(hosts).flatMap((index) =>
    session(HOST, `${network}.${10 + index}`, port, { ago: 1200 - 60 * index, srcPort: 40_000 + index }),
  );
}

describe('the detector of lateral movement', () => {
  it('finds one of ours that reaches for the administration of several it never administered', async () => {
    const [finding, ...others] = await fired(reach(4));

    expect(others).toEqual([]);
    expect(finding?.detection).toMatchObject({
      subject: { kind: 'address', id: HOST },
      severity: 'medium',
      size: 4,
      measured: { value: 4, normal: 0 },
      others: ['10.0.2.10', '10.0.2.11', '10.0.2.12', '10.0.2.13'],
    });
    expect(finding?.summary).toContain(
      `${HOST} reaches for 22 (ssh) of 4 of our hosts that it never administered`,
    );
  });

  it.each<[string, readonly FlowRecord[]]>([
    ['on several ports', [22, 445, 3389].flatMap((port, index) => reach(1, port, `10.0.${3 + index}`))],
    ['that refuse', upTo(4).flatMap((index) => refused(HOST, `10.0.2.${index}`, 3389))],
    ['without flags', withoutFlags(reach(4, 5432))],
    ['over IPv6', upTo(4).flatMap((index) => session('fd00:1::5', `fd00:2::${index}`, 22))],
    ['aggregated over ten minutes', reach(4).map((one) => ({ ...one, end: (one.start ?? 0) + 600 }))],
  ])('finds it %s', async (_, records) => {
    expect(await fired(records)).toHaveLength(1);
  });

  it('is more severe where most of it fails', async () => {
    const [finding] = await fired(upTo(4).map((index) => attempt(HOST, `10.0.2.${index}`, 22)));

    expect(finding?.detection?.severity).toBe('high');
  });

  it('is still new for a day, although the rounds before saw it', async () => {
    const { observed } = await watched({ detector: lateralMovement, records: reach(4), history: LEARNED });
    const history = remembered({
      acquaintances: Object.fromEntries(
        observed.acquaintances.map(({ kind, key, at }) => [
          `${kind} ${key}`,
          { first: at, last: at, days: 1 },
        ]),
      ),
    });

    expect(await fired(reach(4), { history })).toHaveLength(1);
  });

  it.each<[string, readonly FlowRecord[]]>([
    ['two new hosts', reach(2)],
    ['other services', reach(40, 443)],
    [
      'many sessions with one host',
      upTo(40).flatMap((index) => session(HOST, '10.0.2.9', 22, { srcPort: 40_000 + index })),
    ],
    ['hosts outside', reach(20, 22, '198.51.100')],
    [
      'the replies of a busy server to clients whose ports are those of databases',
      upTo(40).map((index) =>
        back(attempt(`10.0.2.${index}`, HOST, 443, { srcPort: 5432 }), { packets: 9, tcpFlags: 19 }),
      ),
    ],
    ['what both interfaces logged', reach(2).flatMap((one) => [one, { ...one, interfaceId: 'eni-0bbb' }])],
  ])('is quiet about %s', async (_, records) => {
    expect(await fired(records)).toEqual([]);
  });

  it('is no habit of a host as long as it is severe, however long that is, and of its neighbours it is one', async () => {
    const severe = upTo(12).map((index) => attempt(HOST, `10.0.2.${index}`, 22));
    const { observed } = await watched({
      ...{ detector: lateralMovement, history: LEARNED },
      records: [...severe, attempt('10.0.1.6', '10.0.2.1', 22)],
    });

    expect(observed.acquaintances.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'administers 10.0.1.6 10.0.2.0/24 22',
      'tier-administers 10.0.1.0/24 10.0.2.0/24 22',
    ]);
  });

  it('is quiet about hosts that always do so, also where a new host comes to the network that they administer', async () => {
    const history = remembered({ acquaintances: { [`administers ${HOST} 10.0.2.0/24 22`]: WEEKS_AGO } });

    expect(await fired(reach(20), { history })).toEqual([]);
    expect(await fired(reach(20, 3389), { history })).toHaveLength(1);
  });

  it('asks three times as many of a host whose neighbours do so', async () => {
    const history = remembered({
      acquaintances: { 'tier-administers 10.0.1.0/24 10.0.2.0/24 22': WEEKS_AGO },
    });

    expect(await fired(reach(6), { history })).toEqual([]);
    expect(await fired(reach(9), { history })).toHaveLength(1);
  });

  it('is quiet about the administrators of the settings', async () => {
    expect(await fired(reach(20), { parameters: { administrators: ['10.0.1.0/24'] } })).toEqual([]);
  });

  describe('as long as too little is remembered', () => {
    const history = remembered({ since: NOW - 3 * 86_400 });

    it('finds only what mostly fails', async () => {
      const inVain = upTo(6).map((index) => attempt(HOST, `10.0.2.${index}`, 22));

      expect(await fired(reach(20), { history })).toEqual([]);
      expect(await fired(inVain, { history })).toHaveLength(1);
      expect((await watched({ detector: lateralMovement, records: inVain })).fired).toHaveLength(1);
    });

    it('is quiet about idle sessions with many', async () => {
      const sessions = upTo(12).flatMap((index) => idle(HOST, `10.0.2.${index}`, 3389));

      expect(await fired(sessions, { history })).toEqual([]);
    });

    it('is quiet about the clients of a cluster of databases that stops', async () => {
      const stopped = upTo(12).map((index) => attempt(HOST, `10.0.2.${index}`, 9042));

      expect(await fired(stopped, { history })).toEqual([]);
    });

    it('is quiet about administration that had worked until then', async () => {
      const records = upTo(8).flatMap((index) => [
        ...session(HOST, `10.0.2.${index}`, 22, { ago: 4500 }),
        attempt(HOST, `10.0.2.${index}`, 22),
      ]);

      expect(await fired(records, { history })).toEqual([]);
    });
  });
});
