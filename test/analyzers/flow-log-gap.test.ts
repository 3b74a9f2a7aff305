import { describe, expect, it } from 'vitest';
import { flowLogGap } from '../../src/analyzers/flow-log-gap.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from '../kit/asked-of-records.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { network, networkInterface } from '../kit/networks.ts';
import { flowLog, NOW } from '../kit/scope.ts';

const HOUR = 3600;

/** An interface that writes a record every `every` seconds, the last one so many seconds before NOW. */
function writing(interfaceId: string, lastAgo: number, changes: Partial<FlowRecord> = {}, every = 60) {
  const records = Math.floor((2 * HOUR - lastAgo) / every);
  return Array.from({ length: records }, (_, at) => {
    const end = NOW - lastAgo - at * every;
    return flow('10.0.1.5', '10.0.2.9', { interfaceId, start: end - every, end, ...changes });
  });
}

const several = (ids: readonly string[], lastAgo: number, changes: Partial<FlowRecord> = {}) =>
  ids.flatMap((id) => writing(id, lastAgo, changes));

const WATCHING = remembered({});
const SAID = { detector: flowLogGap, history: WATCHING };

const ALL_TEN = Array.from({ length: 10 }, (_, at) => `eni-0${at}`);

/** What each of them wrote at these hours before NOW, one record a minute. */
function wrote(...hoursAgo: readonly number[]) {
  const hours = hoursAgo.map((ago) => ({ at: Math.floor((NOW - ago * HOUR) / HOUR) * HOUR, value: 60 }));
  return remembered({ samples: Object.fromEntries(ALL_TEN.map((id) => [`flow-log-gap|${id}`, hours])) });
}

function configured(...ids: readonly string[]) {
  return network({
    networkInterfaces: ids.map((id) => networkInterface({ id, subnetId: 'subnet-0web', status: 'in-use' })),
  });
}

describe('the detector of gaps in the flow logs', () => {
  it('says that the whole source is silent', async () => {
    const records = [...writing('eni-0aaa', 2000), ...writing('eni-0bbb', 1900)];

    const { fired } = await watched({ ...SAID, records });

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection).toMatchObject({
      subject: { kind: 'source', id: 'test' },
      severity: 'high',
      size: 2,
      first: NOW - 1900,
    });
    expect(fired[0]?.summary).toContain('for 32 minutes, where one comes about every 1 minute');
  });

  it('waits twenty minutes for CloudWatch Logs and thirty for anything else', async () => {
    const records = several(['eni-0aaa', 'eni-0bbb'], 1500);

    const cloudWatch = await watched({ ...SAID, records, flowLogs: [flowLog()] });
    const s3 = await watched({ ...SAID, records, flowLogs: [flowLog({ destination: 's3' })] });

    expect(cloudWatch.fired).toHaveLength(1);
    expect(s3.fired).toEqual([]);
  });

  it('is quiet about the usual delay of delivery', async () => {
    const records = several(['eni-0aaa', 'eni-0bbb'], 900);
    const window = { start: NOW - 900 - HOUR, end: NOW - 900 };

    const { all } = await watched({ ...SAID, records, request: { window }, flowLogs: [flowLog()] });

    expect(all).toEqual([]);
  });

  it('is quiet about records of ten minutes that come every ten', async () => {
    const records = [...writing('eni-0aaa', 1100, {}, 600), ...writing('eni-0bbb', 1100, {}, 600)];
    const window = { start: NOW - 600 - HOUR, end: NOW - 600 };

    const { all } = await watched({ ...SAID, records, request: { window }, flowLogs: [flowLog()] });

    expect(all).toEqual([]);
  });

  it('goes on as long as the silence, also when the window holds no record any more', async () => {
    const at = Math.floor((NOW - 5 * HOUR) / HOUR) * HOUR;
    const history = remembered({
      samples: Object.fromEntries(
        ['eni-0aaa', 'eni-0bbb'].map((id) => [`flow-log-gap|${id}`, [{ at, value: 60 }]]),
      ),
    });

    const { fired } = await watched({ detector: flowLogGap, records: [], history });

    expect(fired[0]?.detection?.subject.kind).toBe('source');
  });

  it('says nothing of a source that never wrote anything', async () => {
    const { all } = await watched({ ...SAID, records: [] });

    expect(all).toEqual([]);
  });

  it('names the subnet whose interfaces stopped together', async () => {
    const records = [
      ...several(['eni-0aaa', 'eni-0bbb', 'eni-0ccc'], 2400, { subnetId: 'subnet-0web' }),
      ...several(['eni-0ddd', 'eni-0eee'], 60, { subnetId: 'subnet-0db' }),
    ];

    const { fired } = await watched({ ...SAID, records });

    expect(fired.map(({ detection }) => detection?.subject.id)).toEqual(['subnet-0web']);
  });

  it('names the flow log whose interfaces stopped together', async () => {
    const flowLogs = [
      flowLog({ flowLogId: 'fl-0web', resourceId: 'subnet-0web' }),
      flowLog({ flowLogId: 'fl-0db', resourceId: 'subnet-0db' }),
    ];
    const of = (id: string, subnetId: string) => networkInterface({ id, subnetId, status: 'in-use' });
    const known = network({
      networkInterfaces: [
        ...[of('eni-0aaa', 'subnet-0web'), of('eni-0bbb', 'subnet-0web')],
        of('eni-0ddd', 'subnet-0db'),
      ],
    });
    const records = [...several(['eni-0aaa', 'eni-0bbb'], 2400), ...writing('eni-0ddd', 60)];

    const { fired } = await watched({ ...SAID, records, flowLogs, network: known });

    expect(fired.map(({ detection }) => detection?.subject)).toEqual([
      { kind: 'flow-log', id: 'fl-0web', name: null },
    ]);
  });

  describe('where more interfaces write than one list holds', () => {
    const QUIET = ['eni-0aaa', 'eni-0bbb', 'eni-0ccc'];
    const busier = Array.from({ length: 10_000 }, (_, at) =>
      [120, 60].map((ago) =>
        flow('10.0.1.5', '10.0.2.9', { interfaceId: `eni-${at}`, start: NOW - ago - 60, end: NOW - ago }),
      ),
    ).flat();
    const at = Math.floor((NOW - 2 * HOUR) / HOUR) * HOUR;
    const history = remembered({
      samples: Object.fromEntries(QUIET.map((id) => [`flow-log-gap|${id}`, [{ at, value: 60 }]])),
    });

    it('is quiet about those that write least', async () => {
      const least = QUIET.map((interfaceId) =>
        flow('10.0.1.5', '10.0.2.9', { interfaceId, start: NOW - 120, end: NOW - 60 }),
      );
      const { all } = await watched({
        ...{ detector: flowLogGap, records: [...busier, ...least], history, network: configured(...QUIET) },
      });

      expect(all).toEqual([]);
    });

    it('finds those that write nothing', async () => {
      const another = flow('10.0.1.5', '10.0.2.9', { interfaceId: 'eni-0ddd', start: NOW - 120, end: NOW });
      const { fired } = await watched({
        ...{ detector: flowLogGap, records: [...busier, another], history, network: configured(...QUIET) },
      });

      expect(fired.map(({ detection }) => detection?.subject.id)).toEqual(['subnet-0web']);
    });
  });

  it('is quiet about interfaces that may have been terminated, where nothing tells', async () => {
    const records = [...several(['eni-0aaa', 'eni-0bbb'], 2400), ...several(['eni-0ddd', 'eni-0eee'], 60)];

    const { all } = await watched({ ...SAID, records });

    expect(all).toEqual([]);
  });

  it('says that many stopped at the same moment, where nothing tells what they have in common', async () => {
    const records = [...several(ALL_TEN.slice(0, 5), 2400), ...several(ALL_TEN.slice(5), 60)];

    const { fired } = await watched({ detector: flowLogGap, records, history: wrote(2, 24) });

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection).toMatchObject({
      ...{ subject: { kind: 'source', id: 'test' }, class: 'some-interfaces', severity: 'high', size: 5 },
      hides: ALL_TEN.slice(0, 5),
    });
    expect(fired[0]?.summary).toBe(
      'No record of 5 of the 10 network interfaces of test, which stopped at the same time, for 40 minutes, where one comes about every 1 minute: the flow log has a gap, or they were terminated together',
    );
  });

  it('goes on with them when the window holds no record of theirs any more', async () => {
    const hour = (ago: number) => ({ at: Math.floor((NOW - ago * HOUR) / HOUR) * HOUR, value: 60 });
    const stopped = ALL_TEN.slice(0, 6).map((id, at): [string, ReturnType<typeof hour>[]] => [
      `flow-log-gap|${id}`,
      // They stopped as the hour struck.
      [hour(24), hour(at % 2 === 0 ? 3 : 4)],
    ]);
    const history = remembered({ samples: Object.fromEntries(stopped) });

    const { fired } = await watched({
      detector: flowLogGap,
      records: several(ALL_TEN.slice(6), 60),
      history,
    });

    expect(fired[0]?.detection).toMatchObject({ class: 'some-interfaces', size: 6 });
  });

  it('is quiet about those that are new, or that sleep at this hour', async () => {
    const records = [...several(ALL_TEN.slice(0, 5), 2400), ...several(ALL_TEN.slice(5), 60)];

    for (const history of [wrote(2, 3, 4), wrote(2, 26, 27)])
      expect((await watched({ detector: flowLogGap, records, history })).all).toEqual([]);
  });

  it('is quiet about few, and about those that stopped one after the other', async () => {
    const few = [...several(ALL_TEN.slice(0, 4), 2400), ...several(ALL_TEN.slice(4), 60)];
    const slowly = ALL_TEN.flatMap((id, at) => writing(id, at < 5 ? 2400 + at * 300 : 60));

    for (const records of [few, slowly])
      expect((await watched({ detector: flowLogGap, records, history: wrote(2, 24) })).all).toEqual([]);
  });

  it('is no gap of a flow log where another interface of it writes, whose configuration nobody had read', async () => {
    const records = [...several(['eni-0aaa', 'eni-0bbb'], 2400), ...several(['eni-0ddd', 'eni-0eee'], 60)];

    const { fired } = await watched({
      ...{ ...SAID, records, flowLogs: [flowLog({ resourceId: 'vpc-0aaa' })] },
      network: ({ interfaceIds }) => configured(...interfaceIds),
    });

    expect(fired.map(({ detection }) => [detection?.subject.id, detection?.severity])).toEqual([
      ['eni-0aaa', 'low'],
      ['eni-0bbb', 'low'],
    ]);
  });

  it('is quiet about interfaces that the configuration no longer has', async () => {
    const records = [
      ...several(['eni-0aaa', 'eni-0bbb', 'eni-0ccc'], 2400, { subnetId: 'subnet-0web' }),
      ...writing('eni-0ddd', 60, { subnetId: 'subnet-0web' }),
    ];

    const { all } = await watched({ ...SAID, records, network: configured('eni-0ddd') });

    expect(all).toEqual([]);
  });

  it('says with low severity that one stopped that still exists', async () => {
    const records = [...writing('eni-0aaa', 2400), ...writing('eni-0ddd', 60)];

    const { fired } = await watched({
      ...SAID,
      records,
      network: configured('eni-0aaa', 'eni-0ddd'),
    });

    expect(fired.map(({ detection }) => [detection?.subject.id, detection?.severity])).toEqual([
      ['eni-0aaa', 'low'],
    ]);
    expect(fired[0]?.detection?.hides).toEqual(['eni-0aaa', '10.0.1.5']);
  });

  it('takes an idle interface, which writes NODATA, for one that writes', async () => {
    const idle = { logStatus: 'NODATA', srcAddr: null, dstAddr: null, action: null } as const;
    const records = [...writing('eni-0aaa', 2400), ...writing('eni-0aaa', 60, idle)];

    const { all } = await watched({ ...SAID, records });

    expect(all).toEqual([]);
  });

  it('finds a gap that is over when it looks back', async () => {
    const records = several(['eni-0aaa', 'eni-0bbb'], 60).filter(
      ({ end }) => end == null || end < NOW - 5000 || end > NOW - 2000,
    );

    const { fired } = await watched({
      detector: flowLogGap,
      records,
      request: { window: { start: NOW - 2 * HOUR, end: NOW } },
    });

    expect(fired[0]).toMatchObject({
      occurrence: { ongoing: false },
      detection: { severity: 'medium', measured: { value: 50 } },
    });
  });

  it('finds one of all interfaces that ended before a round looked, unless records come seldom', async () => {
    const gap = ({ end }: FlowRecord) => end == null || end < NOW - 2700 || end > NOW - 300;
    const often = several(['eni-0aaa', 'eni-0bbb'], 60).filter(gap);
    const seldom = writing('eni-0aaa', 200, {}, 2700);

    const { fired } = await watched({ ...SAID, records: often });

    expect(fired).toHaveLength(1);
    expect(fired[0]).toMatchObject({
      ...{ occurrence: { ongoing: false }, detection: { severity: 'medium', measured: { value: 41 } } },
    });
    expect((await watched({ ...SAID, records: seldom })).all).toEqual([]);
  });

  it('remembers how often each interface writes, once an hour', async () => {
    const { observed } = await watched({ ...SAID, records: writing('eni-0aaa', 60) });

    expect(observed.samples).toEqual([
      { series: 'flow-log-gap|eni-0aaa', at: Math.floor((NOW - 60) / HOUR) * HOUR, value: 60 },
    ]);
  });
});
