import { describe, expect, it } from 'vitest';
import { type BeatRecord, connectionsIn } from '../../../src/analyzers/beacon/connections.ts';

function record(start: number, changes: Partial<BeatRecord> = {}): BeatRecord {
  return {
    interfaceId: 'eni-0aaa',
    sourcePort: 50_000,
    protocol: 6,
    start,
    end: start + 50,
    tcpFlags: null,
    packets: 4,
    bytes: 400,
    ...changes,
  };
}

describe('connections from records', () => {
  it('counts what the aggregation intervals of one connection wrote as one', () => {
    const records = [0, 60, 120, 180].map((start) => record(start));

    expect(connectionsIn(records)).toMatchObject([{ start: 0, end: 230, packets: 16, bytes: 1600 }]);
  });

  it('takes keep-alives of a connection that persists for no new connections', () => {
    const records = Array.from({ length: 24 }, (_, at) => record(at * 1800, { tcpFlags: 0 }));

    expect(connectionsIn(records)).toHaveLength(1);
  });

  it('knows a port that was taken again by its SYN', () => {
    const records = [record(0, { tcpFlags: 3 }), record(900, { tcpFlags: 3 })];

    expect(connectionsIn(records)).toHaveLength(2);
  });

  it('takes each datagram after a pause for a start, though all come from one port', () => {
    const records = Array.from({ length: 20 }, (_, at) => record(at * 300, { protocol: 17, end: at * 300 }));

    expect(connectionsIn(records)).toHaveLength(20);
  });

  it('counts once what two interfaces logged', () => {
    const records = [0, 600, 1200].flatMap((start, at) => [
      record(start, { sourcePort: 40_000 + at }),
      record(start + 1, { sourcePort: 40_000 + at, interfaceId: 'eni-0bbb' }),
    ]);

    expect(connectionsIn(records).map(({ start, bytes }) => ({ start, bytes }))).toEqual([
      { start: 0, bytes: 400 },
      { start: 600, bytes: 400 },
      { start: 1200, bytes: 400 },
    ]);
  });
});
