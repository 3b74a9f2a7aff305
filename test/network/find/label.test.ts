import { describe, expect, it } from 'vitest';
import { groupLabel, interfaceLabel, peerLabel } from '../../../src/network/find/label.ts';
import { indexed, networkInterface, peer, WEB_GROUP } from '../../kit/networks.ts';

describe('what people call a network interface', () => {
  const index = indexed({ instances: [{ id: 'i-0aaa', name: 'batch-7' }] });

  it('is its own name, or else its instance’s', () => {
    expect(interfaceLabel(index, networkInterface({ instanceId: 'i-0aaa' }))).toBe('web-1');
    expect(interfaceLabel(index, networkInterface({ name: null, instanceId: 'i-0aaa' }))).toBe('batch-7');
  });

  it.each([
    ['ELB app/shop/50dc6c495c0c9188', 'load balancer shop'],
    ['ELB net/edge/50dc6c495c0c9188', 'load balancer edge'],
    ['ELB classic-shop', 'load balancer classic-shop'],
    ['AWS Lambda VPC ENI-reports-0f3a1c2d-1b2c-4d5e-8f90-123456789abc', 'Lambda reports'],
    ['AWS Lambda VPC ENI-crm-reports-1', 'Lambda crm-reports-1'],
    ['Interface for NAT Gateway nat-0aaa', 'NAT gateway nat-0aaa'],
    ['VPC Endpoint Interface vpce-0aaa', 'endpoint vpce-0aaa'],
    ['EFS mount target for fs-0aaa (fsmt-0aaa)', 'EFS fs-0aaa'],
    ['RDSNetworkInterface', 'RDS'],
    ['Primary network interface', null],
  ])('described as %j is %j', (description, label) => {
    expect(interfaceLabel(index, networkInterface({ name: null, description }))).toBe(label);
  });
});

describe('what people call a group', () => {
  it('is its name beside its id, from the group or from its members', () => {
    expect(groupLabel(indexed({ securityGroups: [WEB_GROUP] }), 'sg-0web')).toBe('sg-0web (web)');
    expect(groupLabel(indexed({ securityGroups: null }), 'sg-0web')).toBe('sg-0web (web)');
    expect(groupLabel(indexed(), 'sg-0other')).toBe('sg-0other');
  });

  it('shows in whom a rule is about, as does the name of a prefix list', () => {
    const index = indexed({ prefixLists: [{ id: 'pl-0aaa', name: 'offices', entries: null }] });

    expect(['sg-0web', 'pl-0aaa', '10.0.0.0/8'].map((text) => peerLabel(index, peer(text)))).toEqual([
      'sg-0web (web)',
      'pl-0aaa (offices)',
      '10.0.0.0/8',
    ]);
  });
});
