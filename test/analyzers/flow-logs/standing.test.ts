import { describe, expect, it } from 'vitest';
import { coverOf, fieldsMissing, intervalOf, isLogged } from '../../../src/analyzers/flow-logs/standing.ts';
import { WEB } from '../../kit/networks.ts';
import { flowLog } from '../../kit/scope.ts';

describe('how an interface is logged', () => {
  it.each([
    ['uncovered', [flowLog({ resourceId: 'vpc-0other' })]],
    ['inactive', [flowLog({ active: false })]],
    ['failing', [flowLog({ deliveryError: 'Access error' })]],
    ['one-action', [flowLog({ keeps: 'ACCEPT' })]],
    ['logged', [flowLog()]],
    ['logged', [flowLog({ keeps: 'ACCEPT' }), flowLog({ flowLogId: 'fl-0bbb', keeps: 'REJECT' })]],
    ['logged', [flowLog({ deliveryError: 'Access error' }), flowLog({ flowLogId: 'fl-0bbb' })]],
  ] as const)('is %s', (standing, flowLogs) => {
    expect(coverOf(WEB, flowLogs).standing).toBe(standing);
  });

  it('follows from flow logs of the interface, its subnet and its VPC, the nearest first', () => {
    const flowLogs = [
      flowLog({ flowLogId: 'fl-vpc', resourceId: 'vpc-0aaa' }),
      flowLog({ flowLogId: 'fl-eni', resourceId: 'eni-0web' }),
      flowLog({ flowLogId: 'fl-subnet', resourceId: 'subnet-0web' }),
      flowLog({ flowLogId: 'fl-other', resourceId: 'subnet-0db' }),
    ];

    expect(coverOf(WEB, flowLogs).flowLogs.map(({ flowLogId }) => flowLogId)).toEqual([
      'fl-eni',
      'fl-subnet',
      'fl-vpc',
    ]);
  });

  it('counts as logged when only one action is kept, and not when delivery fails', () => {
    expect(isLogged(coverOf(WEB, [flowLog({ keeps: 'REJECT' })]))).toBe(true);
    expect(isLogged(coverOf(WEB, [flowLog({ deliveryError: 'Rate limited' })]))).toBe(false);
  });
});

describe('of several flow logs', () => {
  it('only those fields are missing that none writes', () => {
    const one = flowLog({ format: ['version', 'tcp-flags'] });
    const other = flowLog({ format: ['version', 'flow-direction'] });

    const missing = fieldsMissing([one, other]);

    expect(missing).not.toContain('tcpFlags');
    expect(missing).not.toContain('flowDirection');
    expect(missing).toContain('rejectReason');
  });

  it('the shortest interval counts', () => {
    expect(intervalOf([flowLog({ aggregationInterval: 600 }), flowLog()])).toBe(60);
    expect(intervalOf([])).toBeNull();
  });
});
