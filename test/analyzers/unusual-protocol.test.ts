import { describe, expect, it } from 'vitest';
import { unusualProtocol } from '../../src/analyzers/unusual-protocol.ts';
import { flow } from '../kit/asked-of-records.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { NOW } from '../kit/scope.ts';

const GRE = flow('10.0.1.5', '10.0.2.9', { protocol: 47, srcPort: 0, dstPort: 0, packets: 400 });

describe('the detector of unusual protocols', () => {
  it('finds a tunnel that an interface never used', async () => {
    const { fired } = await watched({
      detector: unusualProtocol,
      records: [GRE, flow('10.0.1.5', '10.0.2.9')],
      history: remembered({}),
    });

    expect(fired).toHaveLength(1);
    expect(fired[0]).toMatchObject({
      detector: 'unusual-protocol',
      detection: {
        subject: { kind: 'network-interface', id: 'eni-0aaa' },
        class: 'gre',
        others: ['10.0.2.9'],
      },
    });
  });

  it('is quiet about a protocol that the interface has used for days', async () => {
    const history = remembered({
      acquaintances: { 'protocol eni-0aaa 47': { first: NOW - 9 * 86_400, last: NOW - 86_400, days: 9 } },
    });

    const { fired } = await watched({ detector: unusualProtocol, records: [GRE], history });

    expect(fired).toEqual([]);
  });

  it('remembers what it saw', async () => {
    const { observed } = await watched({ detector: unusualProtocol, records: [GRE] });

    expect(observed.acquaintances).toEqual([{ kind: 'protocol', key: 'eni-0aaa 47', at: NOW - 30 }]);
  });
});
