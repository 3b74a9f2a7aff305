import { describe, expect, it } from 'vitest';
import { evaluatePublicAccess } from '../../../src/network/evaluate/public-access.ts';
import type { Network } from '../../../src/network/network.ts';
import { indexed, packet, subnet } from '../../kit/networks.ts';

type Exclusions = NonNullable<Network['blockExclusions']>;

function ask(changes: Partial<Network>, opened: 'inside' | 'outside', egressOnly = false) {
  const question = { packet: packet(), subnetId: 'subnet-0web', vpcId: 'vpc-0aaa', opened, egressOnly };
  return evaluatePublicAccess(indexed({ blockExclusions: [], ...changes }), question).outcome;
}

const ofSubnet: Exclusions = [
  { id: 'vpcbpa-exclude-0aaa', resourceId: 'subnet-0web', mode: 'allow-bidirectional' },
];
const ofVpc: Exclusions = [
  { id: 'vpcbpa-exclude-0aaa', resourceId: 'vpc-0aaa', mode: 'allow-bidirectional' },
];
const outOnly: Exclusions = [{ id: 'vpcbpa-exclude-0aaa', resourceId: 'vpc-0aaa', mode: 'allow-egress' }];
const ofOther: Exclusions = [
  { id: 'vpcbpa-exclude-0aaa', resourceId: 'subnet-0db', mode: 'allow-bidirectional' },
];

describe('VPC Block Public Access', () => {
  it.each([
    ['off', [], 'outside', false, 'allow'],
    ['block-bidirectional', [], 'outside', false, 'deny'],
    ['block-bidirectional', [], 'inside', true, 'deny'],
    ['block-ingress', [], 'outside', false, 'deny'],
    ['block-ingress', [], 'inside', false, 'deny'],
    ['block-ingress', [], 'inside', true, 'allow'],
    ['block-bidirectional', ofSubnet, 'outside', false, 'allow'],
    ['block-bidirectional', ofVpc, 'inside', false, 'allow'],
    ['block-bidirectional', ofOther, 'outside', false, 'deny'],
    ['block-bidirectional', outOnly, 'inside', true, 'allow'],
    ['block-bidirectional', outOnly, 'outside', false, 'deny'],
    ['block-ingress', outOnly, 'outside', false, 'deny'],
    ['block-ingress', ofSubnet, 'outside', false, 'allow'],
  ] as const)(
    'in mode %s with exclusions %j, opened from %s, egress only %s: %s',
    (blockMode, blockExclusions, opened, egressOnly, outcome) => {
      expect(ask({ blockMode, blockExclusions }, opened, egressOnly)).toBe(outcome);
    },
  );

  it('is not known where it was not read', () => {
    expect(ask({ blockMode: null }, 'outside')).toBe('unknown');
  });

  it('is not known to block where the exclusions were not read', () => {
    expect(ask({ blockMode: 'block-ingress', blockExclusions: null }, 'outside')).toBe('unknown');
  });

  it('is what the subnet states of itself, before the account’s setting', () => {
    const subnets = [subnet('subnet-0web', '10.0.1.0/24', { blockMode: 'off' })];

    expect(ask({ blockMode: 'block-bidirectional', subnets }, 'outside')).toBe('allow');
  });
});
