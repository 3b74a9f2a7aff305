import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { communityId } from '../../src/record/community-id.ts';

describe('communityId', () => {
  // The specification's own reference values (baseline/baseline_deflt.json): seed 0.
  it.each([
    [6, '128.232.110.120', '66.35.250.204', 34855, 80, '1:LQU9qZlK+B5F3KDmev6m5PMibrg='],
    [6, '66.35.250.204', '128.232.110.120', 80, 34855, '1:LQU9qZlK+B5F3KDmev6m5PMibrg='],
    [
      6,
      '2001:470:e5bf:dead:4957:2174:e82c:4887',
      '2607:f8b0:400c:c03::1a',
      63943,
      25,
      '1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=',
    ],
    [17, '192.168.1.52', '8.8.8.8', 54585, 53, '1:d/FP5EW3wiY1vCndhwleRRKHowQ='],
    [17, '8.8.8.8', '192.168.1.52', 53, 54585, '1:d/FP5EW3wiY1vCndhwleRRKHowQ='],
    [132, '192.168.170.8', '192.168.170.56', 7, 7, '1:MP2EtRCAUIZvTw6MxJHLV7N7JDs='],
    [46, '10.1.12.1', '10.1.12.2', null, null, '1:KHlLkgoJW7ifUTyTSgyVfkFHzKw='],
    [46, '10.1.12.2', '10.1.12.1', null, null, '1:KHlLkgoJW7ifUTyTSgyVfkFHzKw='],
    [1, '192.168.0.89', '192.168.0.1', 8, 0, '1:X0snYXpgwiv9TZtqg64sgzUn6Dk='],
    [1, '192.168.0.1', '192.168.0.89', 0, 8, '1:X0snYXpgwiv9TZtqg64sgzUn6Dk='],
    [1, '10.0.0.1', '10.0.0.2', 11, 0, '1:YHxtAirCG//0OzkcVAukqKQN9xM='],
    [58, 'fe80::200:86ff:fe05:80da', 'fe80::260:97ff:fe07:69ea', 135, 0, '1:dGHyGvjMfljg6Bppwm3bg0LO8TY='],
    [58, 'fe80::260:97ff:fe07:69ea', 'fe80::200:86ff:fe05:80da', 136, 0, '1:dGHyGvjMfljg6Bppwm3bg0LO8TY='],
    [58, '3ffe:507:0:1:200:86ff:fe05:80da', '3ffe:501:0:1001::2', 128, 0, '1:+TW+HtLHvV1xnGhV1lv7XoJrqQg='],
    [58, '3ffe:501:1800:2345::2', '3ffe:507:0:1:200:86ff:fe05:80da', 3, 0, '1:2ObVBgIn28oZvibYZhZMBgh7WdQ='],
    [
      58,
      '3ffe:501:410:0:2c0:dfff:fe47:33e',
      '3ffe:507:0:1:200:86ff:fe05:80da',
      1,
      4,
      '1:hLZd0XGWojozrvxqE0dWB1iM6R0=',
    ],
    [58, 'fe80::260:97ff:fe07:69ea', 'ff02::1', 134, 0, '1:pkvHqCL88/tg1k4cPigmZXUtL00='],
  ])(
    'protocol %i, %s to %s, %s to %s is %s',
    (protocol, source, destination, sourcePort, destinationPort, id) => {
      expect(communityId({ source, destination, sourcePort, destinationPort, protocol })).toBe(id);
    },
  );

  it('is the same both ways', () => {
    const port = fc.integer({ min: 0, max: 65_535 });
    fc.assert(
      fc.property(
        fc.constantFrom(6, 17, 132),
        fc.ipV4(),
        fc.ipV4(),
        port,
        port,
        (protocol, a, b, portA, portB) => {
          const there = communityId({
            source: a,
            destination: b,
            sourcePort: portA,
            destinationPort: portB,
            protocol,
          });
          const back = communityId({
            source: b,
            destination: a,
            sourcePort: portB,
            destinationPort: portA,
            protocol,
          });
          expect(there).toBe(back);
        },
      ),
    );
  });

  it('is null where something is missing', () => {
    const flow = {
      source: '10.0.0.1',
      destination: '10.0.0.2',
      sourcePort: 1,
      destinationPort: 2,
      protocol: 6,
    };

    expect(communityId({ ...flow, sourcePort: null })).toBeNull();
    expect(communityId({ ...flow, destination: 'db-1' })).toBeNull();
  });
});
