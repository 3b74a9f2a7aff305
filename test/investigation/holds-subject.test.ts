import { describe, expect, it } from 'vitest';
import { type Holding, holdsAnyOf } from '../../src/investigation/holds-subject.ts';
import { type Network, UNKNOWN_NETWORK } from '../../src/network/network.ts';
import type { Subject } from '../../src/query/request.ts';
import { parseCidr, parseIpAddress } from '../../src/record/address.ts';
import { network } from '../kit/networks.ts';

function subject(text: string): Subject {
  const id = /^(eni|i|sg|subnet|vpc)-/.exec(text)?.[1];
  const kinds = {
    eni: 'network-interface',
    i: 'instance',
    sg: 'security-group',
    subnet: 'subnet',
    vpc: 'vpc',
  } as const;
  if (id) return { kind: kinds[id as keyof typeof kinds], id: text };
  return parseIpAddress(text) ?? parseCidr(text) ?? { kind: 'name', name: text };
}

/** Files that hold everything. */
const WHOLE = network({ instances: [] });

function inFiles(text: string, of: Network = WHOLE): Holding {
  return holdsAnyOf([subject(text)], { network: of, readAt: null, calls: 0, notes: [] });
}

/** What an API showed of the subject: nothing, unless it says otherwise. */
function fromApi(text: string, read: Partial<Network> = {}, failed = false): Holding {
  const nothing = { ...UNKNOWN_NETWORK, networkInterfaces: [], instances: [], ...read };
  const reading = { network: nothing, readAt: 1_790_000_000, calls: 3, notes: [] };
  return holdsAnyOf([subject(text)], failed ? { ...reading, failed } : reading);
}

describe('a network in files', () => {
  it.each(['10.0.1.5', '10.0.9.9', '10.0.0.0/8', 'eni-0web', 'sg-0db', 'subnet-0db', 'vpc-0aaa', 'web-1'])(
    'holds what is in it, or could be: %s',
    (text) => {
      expect(inFiles(text)).toBe('yes');
    },
  );

  it.each([
    '10.1.1.5',
    '203.0.113.7',
    '192.168.0.0/16',
    'eni-0no',
    'sg-0no',
    'subnet-0no',
    'vpc-0no',
    'no-1',
  ])('certainly does not hold %s', (text) => {
    expect(inFiles(text)).toBe('no');
  });

  it('may hold what no file of it tells', () => {
    const only = (changes: Partial<Network>) => ({ ...UNKNOWN_NETWORK, ...changes });

    expect(inFiles('10.1.1.5', only({ networkInterfaces: [] }))).toBe('unknown');
    expect(inFiles('no-1', only({ networkInterfaces: [] }))).toBe('unknown');
    expect(inFiles('subnet-0no', only({ vpcs: [] }))).toBe('unknown');
    expect(inFiles('10.1.0.0/16', only({ vpcs: [] }))).toBe('unknown');
  });
});

describe('a network that an API showed in part', () => {
  it('does not hold an address that neither an interface nor a subnet has', () => {
    expect(fromApi('10.0.1.5', { subnets: [] })).toBe('no');
  });

  it('may hold an address where its subnets were not looked up', () => {
    expect(fromApi('10.0.1.5')).toBe('unknown');
    expect(fromApi('10.0.1.5', { vpcs: [] })).toBe('unknown');
  });

  it('does not hold an address of the internet that no interface has', () => {
    expect(fromApi('203.0.113.7')).toBe('no');
  });

  it('may hold parts of a block that no interface is in: subnets are not listed', () => {
    expect(fromApi('10.0.0.0/16', { subnets: [] })).toBe('unknown');
  });

  it('may hold anything where a call failed', () => {
    expect(fromApi('10.0.1.5', { subnets: [] }, true)).toBe('unknown');
    expect(fromApi('web-1', {}, true)).toBe('unknown');
  });

  it('does not hold a name that was looked up', () => {
    expect(fromApi('web-1')).toBe('no');
  });
});

it('is not known of a source without a configuration', () => {
  expect(holdsAnyOf([subject('10.0.1.5')], null)).toBe('unknown');
});
