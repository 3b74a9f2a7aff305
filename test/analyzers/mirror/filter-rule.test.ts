import { describe, expect, it } from 'vitest';
import { ANY_BLOCKS, filterFor } from '../../../src/analyzers/mirror/filter-rule.ts';
import { block } from '../../kit/networks.ts';

const PORT = { low: 5432, high: 5432 };
const OWN = block('10.0.2.9/32');
const PEER = block('10.0.1.5/32');

describe('the rules of a mirror filter', () => {
  it('copy both directions of one conversation, whichever end has the port', () => {
    const { rules, widened } = filterFor({ own: [OWN], peer: [PEER], protocol: 6, port: PORT });

    expect(widened).toBe(false);
    expect(
      rules.map(({ direction, number, source, destination, sourcePorts, destinationPorts }) => [
        direction,
        number,
        source,
        destination,
        sourcePorts,
        destinationPorts,
      ]),
    ).toEqual([
      ['ingress', 100, '10.0.1.5/32', '10.0.2.9/32', null, PORT],
      ['ingress', 110, '10.0.1.5/32', '10.0.2.9/32', PORT, null],
      ['egress', 100, '10.0.2.9/32', '10.0.1.5/32', null, PORT],
      ['egress', 110, '10.0.2.9/32', '10.0.1.5/32', PORT, null],
    ]);
  });

  it('name no ports for a protocol that has none', () => {
    const { rules } = filterFor({ own: [OWN], peer: [PEER], protocol: 1, port: PORT });

    expect(rules).toHaveLength(2);
    expect(rules.every(({ sourcePorts, destinationPorts }) => !sourcePorts && !destinationPorts)).toBe(true);
  });

  it('never put blocks of two families into one rule', () => {
    const { rules } = filterFor({
      own: [OWN, block('2001:db8::9/128')],
      peer: ANY_BLOCKS,
      protocol: null,
      port: null,
    });

    expect(rules.map(({ source, destination }) => [source, destination])).toEqual([
      ['0.0.0.0/0', '10.0.2.9/32'],
      ['::/0', '2001:db8::9/128'],
      ['10.0.2.9/32', '0.0.0.0/0'],
      ['2001:db8::9/128', '::/0'],
    ]);
  });

  it('are at most ten, as AWS takes no more: then they copy the traffic with anybody', () => {
    const peer = Array.from({ length: 6 }, (_, at) => block(`10.0.1.${at}/32`));

    const { rules, widened } = filterFor({ own: [OWN], peer, protocol: 6, port: PORT });

    expect(widened).toBe(true);
    expect(rules).toHaveLength(4);
    expect(rules[0]?.source).toBe('0.0.0.0/0');
  });
});
