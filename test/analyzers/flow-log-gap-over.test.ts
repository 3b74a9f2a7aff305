/** Gaps of a part of the interfaces that are over when somebody asks about a day. */
import { describe, expect, it } from 'vitest';
import { flowLogGap } from '../../src/analyzers/flow-log-gap.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from '../kit/asked-of-records.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { network, networkInterface } from '../kit/networks.ts';
import { flowLog, NOW } from '../kit/scope.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = { start: NOW - 24 * HOUR, end: NOW };
/** Twelve hours ago, for 45 minutes. */
const GAP = { from: NOW - 12 * HOUR, to: NOW - 12 * HOUR + 45 * MINUTE };

const ids = (name: string, many: number) => Array.from({ length: many }, (_, at) => `eni-0${name}${at}`);
const WEB = ids('web', 4);
const DB = ids('db', 4);

interface Pause {
  readonly from: number;
  readonly to: number;
}

/** A record every `every` seconds all day, but for the pauses. */
function writing(
  interfaceId: string,
  pauses: readonly Pause[] = [],
  changes: Partial<FlowRecord> = {},
  every = MINUTE,
): readonly FlowRecord[] {
  return Array.from({ length: (24 * HOUR) / every }, (_, at) => DAY.start + at * every)
    .filter((start) => !pauses.some(({ from, to }) => start >= from && start < to))
    .map((start) => flow('10.0.1.5', '10.0.2.9', { interfaceId, start, end: start + every, ...changes }));
}

const several = (of: readonly string[], pauses: readonly Pause[] = [], changes: Partial<FlowRecord> = {}) =>
  of.flatMap((id) => writing(id, pauses, changes));

const web = { subnetId: 'subnet-0web' };
const others = several(DB, [], { subnetId: 'subnet-0db' });

const asked = (records: readonly FlowRecord[], more: Partial<Parameters<typeof watched>[0]> = {}) =>
  watched({ detector: flowLogGap, records, request: { window: DAY }, ...more });

describe('a gap of a part of the interfaces that is over', () => {
  it('is told of the subnet, with its beginning and its end', async () => {
    const { fired } = await asked([...several(WEB, [GAP], web), ...others]);

    expect(fired).toHaveLength(1);
    expect(fired[0]).toMatchObject({
      occurrence: { first: GAP.from, last: GAP.to, ongoing: false },
      detection: {
        ...{ subject: { kind: 'subnet', id: 'subnet-0web' }, class: '', severity: 'medium' },
        ...{ measured: { value: 45, normal: 1 }, hides: WEB },
      },
    });
    expect(fired[0]?.summary).toBe(
      'No record of any of the 4 network interfaces of subnet-0web for 45 minutes, where one comes about every 1 minute: the flow log had a gap that is over, or they were stopped and started together',
    );
  });

  it('is told of the flow log, whose subnet records need not name', async () => {
    const flowLogs = [
      flowLog({ flowLogId: 'fl-0web', resourceId: 'subnet-0web' }),
      flowLog({ flowLogId: 'fl-0db', resourceId: 'subnet-0db' }),
    ];
    const of = (subnetId: string) => (id: string) => networkInterface({ id, subnetId, status: 'in-use' });
    const known = network({
      networkInterfaces: [...WEB.map(of('subnet-0web')), ...DB.map(of('subnet-0db'))],
    });

    const { fired } = await asked([...several(WEB, [GAP]), ...several(DB)], { flowLogs, network: known });

    expect(fired.map(({ detection }) => detection?.subject.id)).toEqual(['fl-0web']);
  });

  it('is told of several that only the moment connects', async () => {
    const some = ids('app', 5);

    const { fired } = await asked([...several(some, [GAP]), ...several(ids('other', 6))]);

    expect(
      fired.map(({ detection }) => [detection?.class, detection?.subject.kind, detection?.size]),
    ).toEqual([['some-interfaces', 'source', 5]]);
    expect(fired[0]?.summary).toContain('No record of 5 of the 11 network interfaces of test,');
  });

  it('is told where records gather ten minutes, each from a moment of its own', async () => {
    const slow = WEB.flatMap((id, at) =>
      writing(id, [{ from: GAP.from + at * MINUTE, to: GAP.to + at * MINUTE + 600 }], web, 600),
    );

    const { fired } = await asked([...slow, ...others]);

    expect(fired.map(({ detection }) => detection?.subject.id)).toEqual(['subnet-0web']);
  });

  it('is told beside one of the whole source', async () => {
    const whole = { from: NOW - 6 * HOUR, to: NOW - 5 * HOUR };
    const records = [...several(WEB, [GAP, whole], web), ...several(DB, [whole], { subnetId: 'subnet-0db' })];

    const { fired } = await asked(records);

    expect(fired.map(({ detection }) => detection?.subject.id).sort()).toEqual(['subnet-0web', 'test']);
  });

  it('is none where another interface of the subnet wrote meanwhile', async () => {
    const { all } = await asked([...several(WEB, [GAP], web), ...writing('eni-0more', [], web), ...others]);

    expect(all).toEqual([]);
  });

  it('is none where they were idle, and said so', async () => {
    const idle = { logStatus: 'NODATA', srcAddr: null, dstAddr: null, action: null } as const;
    const rest = { from: DAY.start, to: DAY.end };
    const nodata = WEB.flatMap((id) =>
      writing(
        id,
        [
          { ...rest, to: GAP.from },
          { ...rest, from: GAP.to },
        ],
        { ...web, ...idle },
      ),
    );

    const { all } = await asked([...several(WEB, [GAP], web), ...nodata, ...others]);

    expect(all).toEqual([]);
  });

  it.each([
    ['a night', [{ from: NOW - 14 * HOUR, to: NOW - 6.5 * HOUR }]],
    ['what comes again', [GAP, { from: GAP.from + 4 * HOUR, to: GAP.to + 4 * HOUR }]],
    ['a deployment that restarts all at once', [{ from: GAP.from, to: GAP.from + 8 * MINUTE }]],
    ['what comes before they have written for as long', [{ from: DAY.start + 10 * MINUTE, to: GAP.from }]],
  ])('is not %s', async (_, pauses) => {
    expect((await asked([...several(WEB, pauses, web), ...others])).all).toEqual([]);
  });

  it('is not a deployment that restarts ten, one after the other', async () => {
    const ten = ids('ten', 10).flatMap((id, at) =>
      writing(id, [{ from: GAP.from + at * 900, to: GAP.to + at * 900 }], web),
    );

    expect((await asked([...ten, ...others])).all).toEqual([]);
  });

  it('is not a group that was scaled in', async () => {
    const gone = several(WEB, [{ from: GAP.from, to: DAY.end }], web);
    const fresh = several(ids('new', 4), [{ from: DAY.start, to: GAP.to }], web);

    expect((await asked([...gone, ...fresh, ...others])).all).toEqual([]);
  });

  it('is none where one comes so seldom that chance explains it', async () => {
    const seldom = WEB.flatMap((id) => writing(id, [GAP], web, 1200));

    expect((await asked([...seldom, ...others])).all).toEqual([]);
  });

  it('is left to the rounds of the watcher, which find it while it lasts', async () => {
    const { all } = await asked([...several(WEB, [GAP], web), ...others], { history: remembered({}) });

    expect(all).toEqual([]);
  });

  it('is looked for among as many as one list holds, and that is said', async () => {
    const many = ids('many', 300).flatMap((id) => writing(id, [GAP], web, 600));

    const { fired, notes } = await asked([...many, ...several(DB, [], { subnetId: 'subnet-0db' })]);

    expect(fired.map(({ detection }) => [detection?.class, detection?.size])).toEqual([
      ['some-interfaces', 200],
    ]);
    expect(notes).toContain(
      'So many network interfaces may have paused that 100 of them were not looked at for gaps that are over.',
    );
  });
});
