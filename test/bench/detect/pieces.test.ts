import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answered, rejected } from './exchange.ts';
import { fleetOf } from './fleet.ts';
import { type Piece, piecesOf } from './pieces.ts';

const FLEET = fleetOf(2);
const [WEB] = FLEET.of(0, 'web');
const [APP] = FLEET.of(0, 'app');
const NAT = FLEET.nat(0);
const AT = 1_780_000_000;

function pieces(exchange: Parameters<typeof piecesOf>[0]): readonly Piece[] {
  const all: Piece[] = [];
  piecesOf(exchange, FLEET, (piece) => all.push(piece));
  return all;
}

const ENDS = { client: WEB?.address ?? '', clientPort: 40_000, server: APP?.address ?? '', serverPort: 8443 };

describe('what interfaces write down of an exchange', () => {
  it('has all of its packets and bytes, once an interface and direction', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 40, max: 9000 }),
        fc.double({ min: 0, max: 40_000, noNaN: true }),
        (packets, size, seconds) => {
          const side = { packets, bytes: packets * size };
          const all = pieces(answered(ENDS, AT, seconds, side, side));

          for (const { interfaceId } of [WEB, APP].flatMap((host) => host ?? []))
            for (const direction of ['ingress', 'egress']) {
              const own = all.filter(
                ({ leg }) => leg.interfaceId === interfaceId && leg.direction === direction,
              );
              expect(own.reduce((total, one) => total + one.packets, 0)).toBe(packets);
              expect(own.reduce((total, one) => total + one.bytes, 0)).toBe(packets * size);
            }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is a REJECT at the server alone, and no reply, where the server may not be reached', () => {
    const all = pieces(rejected(ENDS, AT));

    expect(all.map(({ leg, action }) => [leg.interfaceId, action])).toEqual([
      [WEB?.interfaceId, 'ACCEPT'],
      [APP?.interfaceId, 'REJECT'],
    ]);
  });

  it('stands twice at a NAT gateway, with what the packets carried before', () => {
    const side = { packets: 4, bytes: 400 };
    const all = pieces(answered({ ...ENDS, server: '198.51.100.7' }, AT, 1, side, side));
    const there = all.filter(({ leg }) => leg.interfaceId === NAT?.interfaceId && !leg.isReply);

    expect(there.map(({ leg }) => [leg.source, leg.destination, leg.packetDestination])).toEqual([
      [WEB?.address, NAT?.address, '198.51.100.7'],
      [NAT?.address, '198.51.100.7', '198.51.100.7'],
    ]);
  });
});
