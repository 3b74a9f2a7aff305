import { describe, expect, it } from 'vitest';
import {
  backgroundScan,
  isPersistent,
  looksLikeReply,
  type OutsidePair,
} from '../../src/analyzers/background-scan.ts';
import { NOW } from '../kit/scope.ts';

function pair(changes: Partial<OutsidePair> = {}): OutsidePair {
  return {
    interfaceId: 'eni-0lb',
    source: '198.51.100.7',
    destination: '10.0.0.10',
    protocol: 6,
    rejectReason: null,
    records: 2,
    packets: 2,
    bytes: 88,
    sourcePorts: 2,
    destinationPorts: 2,
    lowestSourcePort: 40000,
    highestSourcePort: 50000,
    lowestDestinationPort: 22,
    highestDestinationPort: 3389,
    first: NOW - 600,
    last: NOW - 500,
    ...changes,
  };
}

describe('an outside address', () => {
  it('is a blocked client when it keeps trying one port, with repeats', () => {
    expect(isPersistent(pair({ destinationPorts: 1, sourcePorts: 8, packets: 30 }))).toBe(true);
  });

  it('is a scanner when it tries many ports, however many packets', () => {
    expect(isPersistent(pair({ destinationPorts: 40, sourcePorts: 60, packets: 100 }))).toBe(false);
  });

  it('is a scanner when it sends one packet a try', () => {
    expect(isPersistent(pair({ destinationPorts: 1, sourcePorts: 12, packets: 12 }))).toBe(false);
  });

  it('replies when everything comes from one service port to high ports', () => {
    const reply = pair({ lowestSourcePort: 443, highestSourcePort: 443, lowestDestinationPort: 40000 });

    expect(looksLikeReply(reply, (port) => port === 443)).toBe(true);
    expect(looksLikeReply(pair(), (port) => port === 443)).toBe(false);
  });
});

describe('background scanning', () => {
  it('is nothing where nobody probed', () => {
    expect(backgroundScan([], NOW)).toBeUndefined();
  });

  it('counts sources and names the target', () => {
    const probes = Array.from({ length: 12 }, (_, index) => pair({ source: `198.51.100.${index}` }));

    const found = backgroundScan(probes, NOW);

    expect(found).toMatchObject({
      verdict: 'background-scan',
      confidence: 0.93,
      occurrence: { packets: 24 },
    });
    expect(found?.summary).toContain('12 addresses');
    expect(found?.evidence).toHaveLength(5);
  });

  it('is less sure where few sources tried few ports', () => {
    expect(backgroundScan([pair()], NOW)?.confidence).toBe(0.7);
  });
});
