import { describe, expect, it } from 'vitest';
import { flowLogHealth } from '../../src/analyzers/flow-log-health.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from '../kit/asked-of-records.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { flowLog, NOW } from '../kit/scope.ts';

function writing(interfaceId: string, changes: Partial<FlowRecord> = {}, hours = 1): readonly FlowRecord[] {
  return Array.from({ length: hours * 60 }, (_, at) =>
    flow('10.0.1.5', '10.0.2.9', {
      ...{ interfaceId, start: NOW - (at + 1) * 60, end: NOW - at * 60 - 1 },
      ...changes,
    }),
  );
}

function status(logStatus: 'SKIPDATA' | 'NODATA', interfaceId = 'eni-0aaa'): Partial<FlowRecord> {
  return {
    ...{ logStatus, interfaceId, srcAddr: null, dstAddr: null, srcPort: null, dstPort: null },
    ...{ protocol: null, packets: null, bytes: null, action: null },
  };
}

const found = (parts: Omit<Parameters<typeof watched>[0], 'detector'>) =>
  watched({ detector: flowLogHealth, ...parts });

describe('the detector of unhealthy flow logs', () => {
  it('finds that AWS loses records', async () => {
    const lost = writing('eni-0aaa', status('SKIPDATA')).slice(0, 6);

    const { fired } = await found({ records: [...writing('eni-0aaa'), ...writing('eni-0bbb'), ...lost] });

    expect(fired[0]?.detection).toMatchObject({
      ...{ subject: { kind: 'source', id: 'test' }, class: 'skipdata', severity: 'medium' },
      measured: { value: 0.05, unit: 'share' },
    });
    expect(fired[0]?.evidence).toMatchObject([{ kind: 'status', interfaceId: 'eni-0aaa', records: 6 }]);
  });

  it.each([
    ['in every minute', 60],
    ['together', 600],
  ])('takes a record of ten minutes for ten, where records start %s', async (_, apart) => {
    const tens = (interfaceId: string, changes: Partial<FlowRecord> = {}) =>
      Array.from({ length: 3600 / apart }, (_record, at) =>
        flow('10.0.1.5', '10.0.2.9', {
          ...{ interfaceId, start: NOW - 3600 + at * apart, end: NOW - 3600 + at * apart + 599 },
          ...changes,
        }),
      );
    const ids = Array.from({ length: 60 }, (_id, at) => `eni-0${at}`);
    const lost = tens('eni-00', status('SKIPDATA')).slice(0, 6);

    const { fired } = await found({ records: [...ids.flatMap((id) => tens(id)), ...lost] });

    expect(fired[0]?.detection?.measured.value).toBeGreaterThan(0.0155);
    expect(fired[0]?.detection?.measured.value).toBeLessThan(0.0175);
  });

  it('is quiet about a single record that was lost', async () => {
    const lost = writing('eni-0aaa', status('SKIPDATA')).slice(0, 1);

    const { all } = await found({ records: [...writing('eni-0aaa'), ...lost] });

    expect(all).toEqual([]);
  });

  it('takes NODATA for an idle interface', async () => {
    const { all } = await found({
      records: [...writing('eni-0aaa'), ...writing('eni-0bbb', status('NODATA', 'eni-0bbb'))],
    });

    expect(all).toEqual([]);
  });

  it('wonders where no interface has any traffic at all', async () => {
    const records = ['eni-0aaa', 'eni-0bbb', 'eni-0ccc'].flatMap((id) => writing(id, status('NODATA', id)));

    const { fired } = await found({ records });

    expect(fired.map(({ detection }) => detection?.class)).toEqual(['nodata']);
  });

  it('says what AWS reports of the delivery', async () => {
    const { fired } = await found({
      records: writing('eni-0aaa'),
      flowLogs: [
        flowLog({ deliveryError: 'Access error', deliveryRole: 'arn:aws:iam::111122223333:role/flow' }),
      ],
    });

    expect(fired[0]?.detection).toMatchObject({
      ...{ subject: { kind: 'flow-log', id: 'fl-0aaa' }, class: 'delivery', severity: 'high' },
    });
    expect(fired[0]?.nextCheck).toContain('arn:aws:iam::111122223333:role/flow');
  });

  it('says that only one action is kept', async () => {
    const { fired } = await found({ records: writing('eni-0aaa'), flowLogs: [flowLog({ keeps: 'REJECT' })] });

    expect(fired.map(({ detection }) => [detection?.class, detection?.severity])).toEqual([['keeps', 'low']]);
  });

  it('says on one day that only one action is kept, as somebody chose it', async () => {
    const parts = { records: writing('eni-0aaa'), flowLogs: [flowLog({ keeps: 'REJECT' })] };
    const knownSince = (first: number) =>
      remembered({ acquaintances: { 'traffic-type fl-0aaa REJECT': { first, last: NOW, days: 1 } } });

    const first = await found({ ...parts, history: remembered({}) });
    const sameDay = await found({ ...parts, history: knownSince(NOW - 3600) });
    const later = await found({ ...parts, history: knownSince(NOW - 25 * 3600) });

    expect([first.fired.length, sameDay.fired.length, later.all.length]).toEqual([1, 1, 0]);
    expect(first.observed.acquaintances).toContainEqual({
      ...{ kind: 'traffic-type', key: 'fl-0aaa REJECT', at: NOW },
    });
  });

  it('takes the settings of now for none of the past that it learns from', async () => {
    const { observed } = await found({
      records: writing('eni-0aaa'),
      flowLogs: [flowLog({ keeps: 'REJECT' })],
      request: { window: { start: NOW - 86_400, end: NOW } },
    });

    expect(observed.acquaintances.filter(({ kind }) => kind === 'traffic-type')).toEqual([]);
  });

  it('is quiet where two flow logs keep both together', async () => {
    const { all } = await found({
      records: writing('eni-0aaa'),
      flowLogs: [flowLog({ keeps: 'REJECT' }), flowLog({ flowLogId: 'fl-0bbb', keeps: 'ACCEPT' })],
    });

    expect(all).toEqual([]);
  });

  it('finds that fields went missing', async () => {
    const hour = NOW - (NOW % 3600);
    const records = ['eni-0aaa', 'eni-0bbb', 'eni-0ccc', 'eni-0ddd', 'eni-0eee'].flatMap((id) =>
      writing(id, {}, 5).map((record) =>
        (record.start ?? 0) < hour - 3600 ? { ...record, tcpFlags: 2, subnetId: 'subnet-0web' } : record,
      ),
    );

    const { fired } = await found({ records });

    expect(fired[0]?.detection).toMatchObject({ class: 'format', size: 2, first: hour - 3600 });
    expect(fired[0]?.summary).toContain('no longer have tcp-flags and subnet-id');
  });

  it('knows by heart which fields there were, and forgets them after a day', async () => {
    const records = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((at) => writing(`eni-0${at}`));
    const seen = (ago: number) =>
      remembered({
        acquaintances: { 'field tcpFlags': { first: NOW - 9 * 86_400, last: NOW - ago, days: 9 } },
      });

    expect((await found({ records, history: seen(7200) })).fired).toHaveLength(1);
    expect((await found({ records, history: seen(90_000) })).fired).toEqual([]);
  });

  it('does not miss fields that were never there', async () => {
    const records = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((at) => writing(`eni-0${at}`, {}, 5));

    expect((await found({ records })).all).toEqual([]);
  });
});
