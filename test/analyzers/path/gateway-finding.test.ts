import { describe, expect, it } from 'vitest';
import { withGateways } from '../../../src/analyzers/path/gateway-finding.ts';
import { type GatewayRow, gatewayLegs } from '../../../src/analyzers/path/gateway-records.ts';
import type { Finding } from '../../../src/diagnosis/diagnosis.ts';
import { T0 } from '../../kit/sightings.ts';

function row(changes: Partial<GatewayRow> = {}): GatewayRow {
  return {
    gateway: 'tgw-0a',
    attachment: 'tgw-attach-0a',
    pair: 'tgw-attach-0b',
    source: '10.0.1.5',
    destination: '10.0.2.9',
    srcPort: 40_000,
    dstPort: 5432,
    protocol: 6,
    direction: 'ingress',
    records: 1,
    packets: 100,
    bytes: 6000,
    noRoute: 0,
    blackhole: 0,
    tooLarge: 0,
    expired: 0,
    mostNoRoute: 0,
    mostBlackhole: 0,
    mostTooLarge: 0,
    mostExpired: 0,
    first: T0,
    last: T0 + 30,
    ...changes,
  };
}

function finding(changes: Partial<Finding> = {}): Finding {
  return {
    verdict: 'lost-in-path',
    confidence: 0.88,
    summary: 'Requests are lost on the way',
    blocker: null,
    evidence: [],
    nextCheck: 'Look at the routes.',
    ...changes,
  };
}

function concluded(path: Finding, ...rows: readonly GatewayRow[]): readonly Finding[] {
  return withGateways(path, { legs: gatewayLegs(rows, new Set(['10.0.1.5'])), network: null });
}

describe('a path that a transit gateway recorded', () => {
  it('is as it was where no record of a gateway is there: silence says nothing', () => {
    const path = finding();

    expect(concluded(path)).toEqual([path]);
  });

  it('is explained by what was lost most', () => {
    const [first, second] = concluded(finding(), row({ noRoute: 90, tooLarge: 2 }));

    expect([first?.verdict, first?.confidence, second?.verdict]).toEqual(['no-route', 0.95, 'lost-in-path']);
  });

  it('is less surely explained where most of its packets were not lost there', () => {
    expect(concluded(finding(), row({ noRoute: 5 }))[0]?.confidence).toBe(0.75);
  });

  it('is not called broken for a packet or two that a changing route lost, where connections work', () => {
    const works = finding({ verdict: 'app-level' });

    expect(concluded(works, row({ packets: 10_000, noRoute: 2 })).map(({ verdict }) => verdict)).toEqual([
      'app-level',
      'no-route',
    ]);
  });

  it('is return-path-lost where replies were lost, and names who sent them', () => {
    const replies = row({
      source: '10.0.2.9',
      destination: '10.0.1.5',
      srcPort: 5432,
      dstPort: 40_000,
      expired: 80,
    });

    const [found] = concluded(finding({ verdict: 'return-path-lost' }), replies);

    expect(found?.verdict).toBe('return-path-lost');
    expect(found?.summary).toMatch(/^Replies of 10\.0\.2\.9 to 10\.0\.1\.5 on tcp 5432/);
  });

  it('is not said to have lost nothing where the flow log does not record losses', () => {
    const silent = row({ mostNoRoute: null, mostBlackhole: null, mostTooLarge: null, mostExpired: null });

    const [found] = concluded(finding(), silent);

    expect(found?.summary).toContain('does not record every kind of loss');
    expect(found?.summary).not.toContain('counts none');
  });

  it('puts no id that is none into a command', () => {
    const hostile = row({ attachment: 'tgw-attach-0a; rm -rf /', gateway: '`id`', blackhole: 100 });

    const [found] = concluded(finding(), hostile);

    expect(found?.nextCheck).toContain('--transit-gateway-route-table-id tgw-rtb-…');
    expect(`${found?.nextCheck}${found?.summary}`).not.toMatch(/rm -rf|`id`/);
  });
});
