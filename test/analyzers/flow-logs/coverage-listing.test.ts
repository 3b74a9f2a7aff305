import { describe, expect, it } from 'vitest';
import { coverageListing } from '../../../src/analyzers/flow-logs/coverage-listing.ts';
import { coverOf } from '../../../src/analyzers/flow-logs/standing.ts';
import type { FlowLog } from '../../../src/network/flow-log.ts';
import type { NetworkInterface } from '../../../src/network/network-interface.ts';
import { indexed, networkInterface, subnet } from '../../kit/networks.ts';
import { flowLog } from '../../kit/scope.ts';

/** `each` interfaces in each of `subnets` subnets of one VPC. */
function interfaces(subnets: number, each: number): readonly NetworkInterface[] {
  return Array.from({ length: subnets * each }, (_, at) =>
    networkInterface({
      id: `eni-${at}`,
      name: null,
      ipv4: [],
      subnetId: `subnet-${Math.floor(at / each)}`,
    }),
  );
}

function listing(of: readonly NetworkInterface[], flowLogs: readonly FlowLog[]) {
  const subnets = [subnet('subnet-0', '10.0.0.0/24', { name: 'web' })];
  const index = indexed({ networkInterfaces: of, subnets });
  return coverageListing(
    index,
    of.map((one) => coverOf(one, flowLogs)),
    null,
  ).rows;
}

const ALL_BUT_FIRST = Array.from({ length: 49 }, (_, at) =>
  flowLog({ flowLogId: 'fl-0sub', resourceId: `subnet-${at + 1}` }),
);

describe('the list of who is logged', () => {
  it('has a row for each of a few interfaces, the worst first', () => {
    const rows = listing(interfaces(2, 2), [flowLog({ resourceId: 'subnet-0' })]);

    expect(rows.map(({ where, coverage }) => [where, coverage])).toEqual([
      ['eni-2', 'no flow log'],
      ['eni-3', 'no flow log'],
      ['eni-0', 'all traffic'],
      ['eni-1', 'all traffic'],
    ]);
  });

  it('has one row for a VPC of a thousand interfaces that are all logged alike', () => {
    expect(listing(interfaces(50, 20), [flowLog()])).toEqual([
      {
        where: 'vpc-0aaa',
        coverage: 'all traffic',
        flowLogs: 'fl-0aaa (VPC)',
        destination: 'CloudWatch Logs /vpc/flow',
        interval: '60 s',
        missing: expect.stringContaining('more'),
        interfaces: 1000,
        silent: null,
      },
    ]);
  });

  it('has a row for each subnet where they differ', () => {
    const rows = listing(interfaces(3, 10), [flowLog({ resourceId: 'subnet-1' })]);

    expect(rows.map(({ where, interfaces: count }) => [where, count])).toEqual([
      ['subnet-0 (web)', 10],
      ['subnet-2', 10],
      ['subnet-1', 10],
    ]);
  });

  it('says how many of a subnet are meant where its interfaces differ', () => {
    const rows = listing(interfaces(2, 10), [
      flowLog({ resourceId: 'eni-3' }),
      flowLog({ resourceId: 'subnet-1' }),
    ]);

    expect(rows.map(({ where }) => where)).toEqual([
      '9 of 10 in subnet-0 (web)',
      'subnet-1',
      'eni-3 in subnet-0 (web)',
    ]);
  });

  it('has at most a screenful of rows for a thousand interfaces in fifty subnets', () => {
    const rows = listing(interfaces(50, 20), ALL_BUT_FIRST);

    expect(rows.map(({ where, interfaces: count }) => [where, count])).toEqual([
      ['20 of 1000 in vpc-0aaa', 20],
      ['980 of 1000 in vpc-0aaa', 980],
    ]);
  });
});
