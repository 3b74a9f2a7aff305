import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UNKNOWN_NETWORK } from '../../src/network/network.ts';
import { readInventory } from '../../src/network/read-inventory.ts';

const SCENARIOS = new URL('../scenarios/', import.meta.url);

const withConfiguration = readdirSync(SCENARIOS).filter((id) => existsSync(new URL(`${id}/aws`, SCENARIOS)));

function file(name: string, body: unknown) {
  return { name, text: JSON.stringify(body) };
}

const SUBNET = { SubnetId: 'subnet-0aaa', VpcId: 'vpc-0aaa', CidrBlock: '10.0.1.0/24' };

const RULE = {
  SecurityGroupRuleId: 'sgr-0aaa',
  GroupId: 'sg-0aaa',
  IsEgress: false,
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  CidrIpv4: '0.0.0.0/0',
};

describe('a directory of files that the AWS CLI printed', () => {
  it.each(withConfiguration)('%s is read whole, and every file in it is used', (id) => {
    const folder = new URL(`${id}/aws/`, SCENARIOS);
    const files = readdirSync(folder).map((name) => ({
      name,
      text: readFileSync(new URL(name, folder), 'utf8'),
    }));

    const { network, notes } = readInventory(files);

    expect(notes).toEqual([]);
    expect(JSON.parse(JSON.stringify(network))).toEqual(network);
    for (const { text } of files) {
      const [key = '', list] = Object.entries(JSON.parse(text))[0] ?? [];
      const kind = key.charAt(0).toLowerCase() + key.slice(1);
      const read = Object.entries(network).find(([name]) => name === kind)?.[1];
      if (read && Array.isArray(list)) expect(read).toHaveLength(list.length);
    }
  });

  it('is known by what the files hold, whatever they are called', () => {
    const { network, notes } = readInventory([file('notes-from-tuesday.txt', { Subnets: [SUBNET] })]);

    expect(network.subnets?.map(({ id }) => id)).toEqual(['subnet-0aaa']);
    expect(notes).toEqual([]);
  });

  it('says nothing about the kinds that no file holds', () => {
    const { network } = readInventory([file('subnets.json', { Subnets: [] })]);

    expect(network).toEqual({ ...UNKNOWN_NETWORK, subnets: [] });
  });

  it('merges pages, and takes what stands on two of them once', () => {
    const second = { ...SUBNET, SubnetId: 'subnet-0bbb' };

    const { network } = readInventory([
      file('subnets-1.json', { Subnets: [SUBNET], NextToken: 'more' }),
      file('subnets-2.json', { Subnets: [SUBNET, second] }),
    ]);

    expect(network.subnets?.map(({ id }) => id)).toEqual(['subnet-0aaa', 'subnet-0bbb']);
  });

  it('puts the rules of a group together that stand on two pages', () => {
    const { network, notes } = readInventory([
      file('rules-1.json', { SecurityGroupRules: [RULE], NextToken: 'more' }),
      file('rules-2.json', {
        SecurityGroupRules: [{ ...RULE, SecurityGroupRuleId: 'sgr-0bbb', FromPort: 80 }],
      }),
    ]);

    expect(network.securityGroups?.map(({ inbound }) => inbound.map(({ id }) => id))).toEqual([
      ['sgr-0aaa', 'sgr-0bbb'],
    ]);
    expect(notes).toEqual([]);
  });

  it('does not take the first page of rules for all of them', () => {
    const { network, notes } = readInventory([
      file('rules.json', { SecurityGroupRules: [RULE], NextToken: 'more' }),
    ]);

    expect(network.securityGroups).toBeNull();
    expect(notes).toEqual([
      'rules.json: it has a NextToken and the last page is not there, so the rules of security groups are not known; print it without --max-items.',
    ]);
  });

  it('takes the byte order mark that PowerShell writes', () => {
    const { network } = readInventory([
      { name: 'subnets.json', text: `\uFEFF${JSON.stringify({ Subnets: [SUBNET] })}` },
    ]);

    expect(network.subnets).toHaveLength(1);
  });

  it('leaves flow logs to whoever reads them', () => {
    expect(readInventory([file('describe-flow-logs.json', { FlowLogs: [] })]).notes).toEqual([]);
  });
});

describe('a file that cannot be read', () => {
  const good = file('subnets.json', { Subnets: [SUBNET] });

  it.each([
    ['vpcs.json', '', 'vpcs.json: it is empty.'],
    [
      'vpcs.json',
      '{"Vpcs": [',
      /^vpcs\.json: it is not JSON \(.+\), so nothing of it is used; print it with --output json\.$/,
    ],
    ['vpcs.json', 'VPCS\tvpc-0aaa', /^vpcs\.json: it is not JSON/],
    ['vpcs.json', '[]', 'vpcs.json: nothing of it is used: it is no answer of a describe call.'],
    ['keys.json', '{"KeyPairs": []}', 'keys.json: nothing of it is used: it holds KeyPairs.'],
    [
      'vpcs.json',
      '{"Vpcs": {"VpcId": "vpc-0aaa"}}',
      'vpcs.json: Vpcs is not a list, so nothing of it is used.',
    ],
  ])('%s with %j is named with its problem, and the rest is used', (name, text, note) => {
    const { network, notes } = readInventory([good, { name, text }]);

    expect(network.subnets).toHaveLength(1);
    expect(network.vpcs).toBeNull();
    expect(notes).toEqual([note instanceof RegExp ? expect.stringMatching(note) : note]);
  });

  it('leaves out what is broken in it, and keeps the rest', () => {
    const { network, notes } = readInventory([
      file('subnets.json', { Subnets: [SUBNET, { SubnetId: 'subnet-0bad', CidrBlock: '10.0.1.0' }, {}] }),
    ]);

    expect(network.subnets?.map(({ id }) => id)).toEqual(['subnet-0aaa']);
    expect(notes).toEqual([
      'subnets.json: subnet-0bad is left out: CidrBlock: 10.0.1.0 is no CIDR block.',
      'subnets.json: Subnets[2] is left out: SubnetId: Invalid input: expected string, received undefined.',
    ]);
  });

  it('of which nothing can be used leaves its kind not known, not empty', () => {
    const { network } = readInventory([
      file('acls.json', { NetworkAcls: [{ NetworkAclId: 'acl-0aaa', Entries: [{}] }] }),
    ]);

    expect(network.networkAcls).toBeNull();
  });
});
