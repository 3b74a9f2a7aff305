import { describe, expect, it } from 'vitest';
import { longConnection } from '../../src/analyzers/long-connection.ts';
import { understand } from '../../src/commands/answer.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from '../kit/asked-of-records.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { NOW } from '../kit/scope.ts';
import { openSession } from '../kit/sessions.ts';

const DAY = 86_400;
const LAST_DAY = { window: { start: NOW - DAY, end: NOW } };

function found(records: readonly FlowRecord[], parts: Partial<Parameters<typeof watched>[0]> = {}) {
  return watched({ detector: longConnection, records, request: LAST_DAY, ...parts });
}

describe('the detector of long connections', () => {
  it('finds one that is open for most of a working day', async () => {
    const { fired } = await found(openSession({ hours: 9 }));

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection).toMatchObject({
      subject: { id: '10.0.1.5' },
      class: '203.0.113.0/24',
      severity: 'medium',
      measured: { value: 9 },
    });
    expect(fired[0]?.summary).toContain('on tcp/443 open for 9 hours');
  });

  it('leaves one of some hours to the digest', async () => {
    expect((await found(openSession({ hours: 5 }))).fired[0]?.detection?.severity).toBe('low');
  });

  it('finds it among many hosts that connect anew every few minutes to destinations as rare, all day long', async () => {
    const pollers = Array.from({ length: 40 }, (_, host) =>
      Array.from({ length: 144 }, (_, slot) =>
        flow(`10.0.3.${host}`, `198.51.${host}.7`, {
          ...{ srcPort: 32_768 + slot, start: NOW - DAY + slot * 600, end: NOW - DAY + slot * 600 + 5 },
        }),
      ),
    ).flat(2);
    const { fired, notes } = await found([...pollers, ...openSession({ hours: 9 })]);

    expect(fired.map(({ detection }) => detection?.subject.id)).toEqual(['10.0.1.5']);
    expect(notes).toEqual([
      'Long connections were looked for in 20 of 41 pairs of hosts alone: those with the fewest connections for their time.',
    ]);
  });

  it('finds it though a NAT gateway passes on as many as can be looked at', async () => {
    const hosts = Array.from({ length: 19 }, (_, host) =>
      openSession({ hours: 20, source: `10.0.3.${host}`, destination: `198.51.${host}.7` }),
    ).flat();
    const records = [...hosts, ...openSession({ hours: 9 })];
    const passedOn = records.map((one) => ({
      ...{ ...one, interfaceId: 'eni-0nat' },
      ...(one.srcAddr?.startsWith('10.') ? { srcAddr: '10.0.9.10' } : { dstAddr: '10.0.9.10' }),
    }));

    const { fired } = await found([...records, ...passedOn]);

    expect(fired).toHaveLength(20);
    expect(fired.map(({ detection }) => detection?.subject.id)).toContain('10.0.1.5');
  });

  it('is quiet about a shorter one, and keeps one going that is nearly long enough', async () => {
    expect((await found(openSession({ hours: 2 }))).all).toEqual([]);

    const { fired, all } = await found(openSession({ hours: 3 }));

    expect([fired.length, all.length]).toEqual([0, 1]);
  });

  it('is quiet where nobody answers', async () => {
    expect((await found(openSession({ hours: 14, answered: false }))).all).toEqual([]);
  });

  it('is quiet about a transfer', async () => {
    expect((await found(openSession({ hours: 14, bytes: 50e6 }))).all).toEqual([]);
  });

  it('is quiet about a destination that several of ours are connected to', async () => {
    const records = ['10.0.1.5', '10.0.1.6', '10.0.2.7'].flatMap((source) =>
      openSession({ hours: 14, source }),
    );

    expect((await found(records)).all).toEqual([]);
  });

  it('is quiet about a destination that was known a week ago, and about one that is expected', async () => {
    const known = { first: NOW - 9 * DAY, last: NOW, days: 9 };
    const history = remembered({ acquaintances: { 'destination 203.0.113.0/24': known } });
    const records = openSession({ hours: 14 });

    expect((await found(records, { history })).all).toEqual([]);
    expect((await found(records, { parameters: { expected: ['203.0.113.9'] } })).all).toEqual([]);
  });

  it('takes the connection of a client to our own server for none of ours', async () => {
    const records = openSession({ hours: 14, source: '203.0.113.9', destination: '10.0.1.5' });

    expect((await found(records)).all).toEqual([]);
  });

  it('tells a host and a network once, and counts what two interfaces logged once', async () => {
    const records = ['203.0.113.9', '203.0.113.10'].flatMap((destination) =>
      openSession({ hours: 14, destination }),
    );
    const twice = [...records, ...records.map((one) => ({ ...one, interfaceId: 'eni-0bbb' }))];
    const { fired } = await found(twice);

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection?.others).toEqual(['203.0.113.10', '203.0.113.9']);
    expect(fired[0]?.occurrence?.packets).toBe(2 * 4 * 14 * 6);
  });

  it('says that an hour is too short for it, and asks what is understood', async () => {
    const records = openSession({ hours: 14 });
    const { notes } = await watched({ detector: longConnection, records });
    const ask = (await found(records)).fired[0]?.detection?.ask ?? '';

    expect(notes.join()).toContain('Long connections were not looked for: they take 4 hours of records');
    expect(understand(ask, { now: NOW, timeZone: 'UTC' }).kind).toBe('question');
  });
});
