import { describe, expect, it } from 'vitest';
import {
  type AddressPairRow,
  directionOf,
  ownAddresses,
  subnetsByAddress,
} from '../../src/analyzers/interface-address.ts';
import { sighting } from '../kit/sightings.ts';

function pair(
  interfaceId: string,
  srcAddr: string,
  dstAddr: string,
  changes: Partial<AddressPairRow> = {},
): AddressPairRow {
  return { interfaceId, srcAddr, dstAddr, subnetId: null, flowDirection: null, ...changes };
}

describe("an interface's own address", () => {
  it('is the one in everything it logged', () => {
    const own = ownAddresses([pair('eni-1', '10.0.1.5', '10.0.2.9'), pair('eni-1', '10.0.3.3', '10.0.2.9')]);

    expect([...(own.get('eni-1') ?? [])]).toEqual(['10.0.2.9']);
  });

  it('is the destination of what came in and the source of what went out, where the format says which', () => {
    const own = ownAddresses([pair('eni-1', '10.0.1.5', '10.0.2.9', { flowDirection: 'ingress' })]);

    expect([...(own.get('eni-1') ?? [])]).toEqual(['10.0.2.9']);
  });

  it("is not one that is certainly another's", () => {
    const own = ownAddresses([
      pair('eni-1', '10.0.1.5', '10.0.2.9'),
      pair('eni-2', '10.0.1.5', '10.0.2.9'),
      pair('eni-2', '10.0.1.5', '10.0.7.7'),
    ]);

    expect([...(own.get('eni-1') ?? [])]).toEqual(['10.0.2.9']);
  });

  it('stays open where a single pair was logged', () => {
    expect(ownAddresses([pair('eni-1', '10.0.1.5', '10.0.2.9')]).get('eni-1')?.size).toBe(2);
  });
});

describe('the subnet of an address', () => {
  it('is known only where the interface’s own address is', () => {
    const certain = [
      pair('eni-1', '10.0.1.5', '10.0.2.9', { subnetId: 'subnet-b', flowDirection: 'ingress' }),
    ];
    const open = [pair('eni-2', '10.0.5.5', '10.0.6.6', { subnetId: 'subnet-c' })];

    const subnets = subnetsByAddress([...certain, ...open], ownAddresses([...certain, ...open]));

    expect([...subnets]).toEqual([['10.0.2.9', 'subnet-b']]);
  });
});

describe('the direction of a record', () => {
  const nobody = () => false;

  it('is what the format says', () => {
    expect(directionOf(sighting({ flowDirection: 'egress' }), new Map(), [], nobody)).toEqual({
      way: 'out',
      confidence: 1,
    });
  });

  it('takes the private end of a private and a public one as the interface', () => {
    const toInternet = sighting({ destination: '203.0.113.7', dstAddr: '203.0.113.7' });

    expect(directionOf(toInternet, new Map(), [], nobody).way).toBe('out');
  });

  it('takes the subject of the question as the interface where nothing else tells, and is less sure', () => {
    const direction = directionOf(sighting(), new Map(), [], (address) => address === '10.0.1.5');

    expect(direction).toEqual({ way: 'out', confidence: 0.75 });
  });
});
