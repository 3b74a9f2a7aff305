import { describe, expect, it } from 'vitest';
import { chosenOf } from '../../../src/analyzers/beacon/beats.ts';
import type { OutboundPair } from '../../../src/analyzers/detection/outbound-pairs.ts';
import { NOW } from '../../kit/scope.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const WINDOW = { start: NOW - DAY, end: NOW };

/** One that connects every so many seconds, which two interfaces log. */
function every(seconds: number, number = 0, times: Partial<OutboundPair> = {}): OutboundPair {
  const { first, last } = { first: NOW - DAY, last: NOW, ...times };
  const connections = Math.floor((last - first) / seconds);
  return {
    ...{ source: `10.0.${number}.5`, destination: `198.51.${number}.9`, destinationPort: 443, protocol: 6 },
    ...{ sourcePorts: connections, records: 2 * connections, slots: Math.min(144, connections), first, last },
    ...{ packets: 18 * connections, bytes: 3000 * connections },
  };
}

describe('which records of candidates for beacons are read', () => {
  it('takes no more of the day than has connections enough', () => {
    const [minutely, often, hourly] = [every(60), every(300), every(3600)];

    expect(chosenOf([minutely, often, hourly], WINDOW)).toEqual({
      ...{ lastHour: [minutely], lastHours: [often], whole: [hourly], left: 0 },
    });
  });

  it('reads all the day of one that was over before its last hours', () => {
    const over = every(60, 0, { last: NOW - 7 * HOUR });

    expect(chosenOf([over], WINDOW).whole).toEqual([over]);
  });

  it('has room for many at once, of whatever pace', () => {
    const many = Array.from({ length: 120 }, (_, number) =>
      every([60, 300, 900, 3600][number % 4] ?? 60, number),
    );

    expect(chosenOf(many, WINDOW).left).toBe(0);
  });

  it('leaves the last where there are more than can be asked about or read', () => {
    const many = Array.from({ length: 90 }, (_, number) => every(3600, number));
    const large = Array.from({ length: 90 }, (_, number) => every(600, number));

    expect(chosenOf(many, WINDOW)).toMatchObject({ whole: many.slice(0, 80), left: 10 });
    expect(chosenOf(large, WINDOW)).toMatchObject({ whole: large.slice(0, 34), left: 56 });
  });
});
