import { describe, expect, it } from 'vitest';
import { talkerChoice, talkers } from '../../src/analyzers/talkers.ts';
import { request, scope } from '../kit/scope.ts';

const none = { rows: [], cutOff: false };
const row = { source: '10.0.1.5', destination: '10.0.2.9', bytes: 750, packets: 5, flows: 2 };

describe('what `top` measures and groups', () => {
  it('is bytes for each pair unless asked otherwise', () => {
    expect(talkerChoice({})).toEqual({ measure: 'bytes', grouping: 'pair' });
  });

  it('is what the words of `by` say, in any order', () => {
    expect(talkerChoice({ by: 'port packets' })).toEqual({ measure: 'packets', grouping: 'port' });
  });
});

describe('the queries of `top`', () => {
  it('ask for as many rows as wanted, the largest first', () => {
    const { top } = talkers.needs(scope({ request: request({ verb: 'top', by: 'flows source', limit: 3 }) }));

    expect(top).toMatchObject({ limit: 3, orderBy: [{ by: 'flows', descending: true }] });
    expect(Object.keys(top.columns)).toEqual(['source']);
  });
});

describe('the list', () => {
  it('has each one’s share of the whole', () => {
    const whole = { bytes: 1000, packets: 10, flows: 8, last: 1_790_003_000 };

    const { listing, findings } = talkers.analyze(
      { top: { rows: [row], cutOff: true }, whole: { rows: [whole], cutOff: false }, skipped: none },
      scope(),
    );

    expect(listing?.rows).toEqual([{ ...row, share: 0.75 }]);
    expect(findings[0]?.summary).toBe('The top 1 pair of 10.0.1.5 by bytes, 75 % of the whole');
  });

  it('that is empty says so and what to try', () => {
    const { findings } = talkers.analyze({ top: none, whole: none, skipped: none }, scope());

    expect(findings[0]?.summary).toContain('No traffic of 10.0.1.5 is recorded');
    expect(findings[0]?.nextCheck).toContain('last 24h');
  });
});
