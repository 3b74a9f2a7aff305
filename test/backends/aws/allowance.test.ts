import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAllowance } from '../../../src/backends/aws/allowance.ts';

describe('requests that are sent as soon as they may', () => {
  it('are never more in any second than may be', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.array(fc.record({ pause: fc.nat(400), urgent: fc.boolean() }), { maxLength: 60 }),
        (perSecond, requests) => {
          let now = 0;
          const allowance = createAllowance(perSecond, () => now);
          const sent = requests.map(({ pause, urgent }) => {
            now = Math.max(now + pause, allowance.freeAt(urgent ? perSecond : Math.ceil(perSecond / 2)));
            allowance.spend();
            return now;
          });

          for (const from of sent) {
            expect(sent.filter((time) => time >= from && time < from + 1000).length).toBeLessThanOrEqual(
              perSecond,
            );
          }
        },
      ),
    );
  });

  it('leave some to what is more urgent', () => {
    const allowance = createAllowance(4, () => 0);
    allowance.spend();
    allowance.spend();

    expect(allowance.freeAt(2)).toBe(1000);
    expect(allowance.freeAt(4)).toBe(Number.NEGATIVE_INFINITY);
  });
});
