import { describe, expect, it } from 'vitest';
import type { Injection } from './attacks/injection.ts';
import { answered } from './exchange.ts';
import { fleetOf } from './fleet.ts';
import { type Claim, scored, wilson } from './score.ts';

const FLEET = fleetOf(1);

function scan(changes: Partial<Injection>): Injection {
  return {
    ...{
      detector: 'port-scan',
      variant: 'fast',
      about: ['10.0.2.10'],
      start: 1000,
      end: 1600,
      exchanges: [],
    },
    ...changes,
  };
}

function claim(changes: Partial<Claim>): Claim {
  return { detector: 'port-scan', subjects: ['10.0.2.10'], from: 1300, until: 1600, ...changes };
}

describe('the score of a detector', () => {
  it('counts an injection as found that a claim names in time', () => {
    const { found, right } = scored('port-scan', [claim({})], [scan({})], FLEET, false);

    expect([found.map(({ delay }) => delay), right]).toEqual([[300], 1]);
  });

  it('counts neither another host nor another day', () => {
    const claims = [claim({ subjects: ['10.0.2.11'] }), claim({ from: 90_000, until: 90_000 })];

    const { found, wrong } = scored('port-scan', claims, [scan({})], FLEET, false);

    expect([found.length, wrong.length]).toEqual([0, 2]);
  });

  it('does not hold it against a detector that it speaks of what another had to find', () => {
    const { right, wrong } = scored('host-sweep', [claim({})], [scan({})], FLEET, false);

    expect([right, wrong]).toEqual([0, []]);
  });

  it('takes the talk of two networks for that of an injection only on the same port to the same network', () => {
    const ends = { client: '10.0.2.10', clientPort: 50_000, server: '10.0.4.10', serverPort: 5432 };
    const exchanges = [answered(ends, 1000, 1, { packets: 9, bytes: 900 }, { packets: 9, bytes: 900 })];
    const edge = (text: string) => claim({ detector: 'new-edge', subjects: [`10.0.2.0/24 ${text}`] });
    const claims = ['tcp/5432 to 10.0.4.0/24', 'tcp/22 to 10.0.4.0/24', 'tcp/5432 to 10.0.5.0/24'].map(edge);

    const { wrong } = scored('new-edge', claims, [scan({ exchanges })], FLEET, false);

    expect(wrong).toEqual(claims.slice(1));
  });
});

describe('the interval of a share', () => {
  it('holds the share, and is wide where little was tried', () => {
    expect(wilson(20, 20)[0]).toBeCloseTo(0.839, 3);
    expect(wilson(5, 10)[0]).toBeCloseTo(0.237, 3);
  });
});
