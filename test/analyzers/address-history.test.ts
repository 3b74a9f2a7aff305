import { describe, expect, it } from 'vitest';
import { addressHistory } from '../../src/analyzers/address-history.ts';
import { diagnosed, line, OTHERS } from '../kit/lines.ts';
import { indexed, network, networkInterface, WEB } from '../kit/networks.ts';
import { NOW } from '../kit/scope.ts';

const FACTS = { network: indexed(), addresses: ['10.0.1.5'], own: new Map(), since: NOW - 3600 };

describe('an address', () => {
  it('that the same interface had all the while needs no word', () => {
    const own = new Map([['eni-0web', new Set(['10.0.1.5'])]]);

    expect(addressHistory({ ...FACTS, own })).toEqual([]);
  });

  it('that another interface wrote records for, which is gone, was that one’s', () => {
    const own = new Map([['eni-0gone', new Set(['10.0.1.5'])]]);

    expect(addressHistory({ ...FACTS, own })).toEqual([expect.stringContaining('eni-0gone')]);
  });

  it('that came to its interface in between was another’s before', () => {
    const late = networkInterface({ ...WEB, attachedAt: NOW - 1800 });

    const notes = addressHistory({ ...FACTS, network: indexed({ networkInterfaces: [late] }) });

    expect(notes).toEqual([expect.stringContaining('30 min after the first')]);
  });

  it('is nothing to say of without a configuration', () => {
    expect(addressHistory({ ...FACTS, network: null })).toEqual([]);
  });

  it('is told in the small print of an answer', async () => {
    const moved = networkInterface({ ...WEB, attachedAt: NOW - 600 });
    const request = line({ at: 'eni-0web', from: '10.0.1.5:40100', to: '10.0.2.9:5432', flags: 2 });

    const { completeness } = await diagnosed('trace 10.0.1.5 10.0.2.9 5432', [...OTHERS, request], {
      network: network({ networkInterfaces: [moved] }),
    });

    expect(completeness.notes).toContainEqual(expect.stringContaining('eni-0web got 10.0.1.5'));
  });
});
