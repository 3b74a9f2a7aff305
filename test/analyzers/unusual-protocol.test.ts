import { describe, expect, it } from 'vitest';
import { unusualProtocol } from '../../src/analyzers/unusual-protocol.ts';
import { flow } from '../kit/asked-of-records.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { NOW } from '../kit/scope.ts';

const GRE = flow('10.0.1.5', '10.0.2.9', { protocol: 47, srcPort: 0, dstPort: 0, packets: 400 });

describe('the detector of unusual protocols', () => {
  it('finds a tunnel that an interface never used', async () => {
    const { fired } = await watched({
      detector: unusualProtocol,
      records: [GRE, flow('10.0.1.5', '10.0.2.9')],
      history: remembered({}),
    });

    expect(fired).toHaveLength(1);
    expect(fired[0]).toMatchObject({
      detector: 'unusual-protocol',
      detection: {
        subject: { kind: 'network-interface', id: 'eni-0aaa' },
        class: 'gre',
        others: ['10.0.2.9'],
      },
    });
  });

  it('calls IPv4 in IP a tunnel, which the registry calls IPv4', async () => {
    const { fired } = await watched({
      detector: unusualProtocol,
      records: [{ ...GRE, protocol: 4 }],
    });

    expect(fired[0]?.summary).toContain('uses IPv4 inside IP (protocol 4), an IP protocol that is rare');
    expect(fired[0]?.detection?.class).toBe('ipv4');
  });

  it('is quiet about a protocol that the interface has used for days', async () => {
    const history = remembered({
      acquaintances: { 'protocol eni-0aaa 47': { first: NOW - 9 * 86_400, last: NOW - 86_400, days: 9 } },
    });

    const { fired } = await watched({ detector: unusualProtocol, records: [GRE], history });

    expect(fired).toEqual([]);
  });

  describe('at an interface that has had a tunnel for weeks', () => {
    const OLD = { first: NOW - 20 * 86_400, last: NOW - 60, days: 20 };
    const ESP = { protocol: 50, srcPort: 0, dstPort: 0, packets: 400 };
    const office = [flow('10.0.1.5', '198.51.100.9', ESP), flow('198.51.100.9', '10.0.1.5', ESP)];
    const stranger = [flow('10.0.1.5', '203.0.113.7', ESP), flow('203.0.113.7', '10.0.1.5', ESP)];
    const known = {
      'protocol eni-0aaa 50': OLD,
      'tunnel eni-0aaa 50': OLD,
      'tunnel-end eni-0aaa 50 198.51.100.0/24': OLD,
    };
    const records = [...office, ...stranger];

    it('finds a second one to somebody else', async () => {
      const history = remembered({ acquaintances: known });

      const { fired } = await watched({ detector: unusualProtocol, records, history });

      expect(fired).toHaveLength(1);
      expect(fired[0]?.detection).toMatchObject({
        subject: { id: 'eni-0aaa' },
        class: 'esp to somebody new',
        others: ['203.0.113.7'],
        severity: 'medium',
      });
      expect(fired[0]?.summary).toContain('a new tunnel over esp with 203.0.113.7');
    });

    it('names who is at the other end where only what comes in is in the records', async () => {
      const history = remembered({ acquaintances: known });

      const { fired } = await watched({ detector: unusualProtocol, records: stranger.slice(1), history });

      expect(fired[0]?.detection?.others).toEqual(['203.0.113.7']);
    });

    it('is quiet about the one that it had', async () => {
      const history = remembered({ acquaintances: known });

      expect((await watched({ detector: unusualProtocol, records: office, history })).all).toEqual([]);
    });

    it('is quiet where the other ends change', async () => {
      const history = remembered({ acquaintances: { ...known, 'tunnel-change eni-0aaa 50': OLD } });

      expect((await watched({ detector: unusualProtocol, records, history })).all).toEqual([]);
    });

    it('is quiet where its ends are not remembered for long', async () => {
      const since = { ...OLD, first: NOW - 5 * 86_400 };
      const history = remembered({ acquaintances: { ...known, 'tunnel eni-0aaa 50': since } });

      expect((await watched({ detector: unusualProtocol, records, history })).all).toEqual([]);
    });

    it('remembers the ends outside, and that there was a new one', async () => {
      const history = remembered({ acquaintances: known });

      const { observed } = await watched({ detector: unusualProtocol, records: stranger, history });

      expect(new Set(observed.acquaintances.map(({ kind, key }) => `${kind} ${key}`))).toEqual(
        new Set([
          'protocol eni-0aaa 50',
          'tunnel eni-0aaa 50',
          'tunnel-end eni-0aaa 50 203.0.113.0/24',
          'tunnel-change eni-0aaa 50',
        ]),
      );
    });
  });

  it('remembers what it saw', async () => {
    const { observed } = await watched({ detector: unusualProtocol, records: [GRE] });

    expect(observed.acquaintances).toEqual([{ kind: 'protocol', key: 'eni-0aaa 47', at: NOW - 30 }]);
  });

  it('tells only the digest of it while it is still being learned what is used', async () => {
    const { fired } = await watched({
      detector: unusualProtocol,
      records: [GRE],
      history: remembered({ since: NOW - 3 * 86_400 }),
    });

    expect(fired[0]?.detection).toMatchObject({ severity: 'low', measured: { normal: null } });
  });

  it('is one detection for an interface and protocol, with all that it is used with', async () => {
    const other = flow('10.0.9.9', '10.0.1.5', { protocol: 47, srcPort: 0, dstPort: 0, packets: 30 });

    const { fired } = await watched({ detector: unusualProtocol, records: [GRE, other] });

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection?.others).toEqual(['10.0.2.9', '10.0.9.9']);
  });

  it('is quiet about what is expected everywhere, or of the interface', async () => {
    const everywhere = { expected: [47] };
    const here = { allowed: [{ interface: 'eni-0aaa', protocols: [47] }] };
    const elsewhere = { allowed: [{ interface: 'eni-0bbb', protocols: [47] }] };

    const found = await Promise.all(
      [everywhere, here, elsewhere].map(
        async (parameters) =>
          (await watched({ detector: unusualProtocol, records: [GRE], parameters })).fired.length,
      ),
    );

    expect(found).toEqual([0, 0, 1]);
  });

  it('is quiet about a few stray packets', async () => {
    const { all } = await watched({ detector: unusualProtocol, records: [{ ...GRE, packets: 3 }] });

    expect(all).toEqual([]);
  });
});
