import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../../src/analyzers/path/connection-outcome.ts';
import type { Sighting } from '../../../src/analyzers/sighting.ts';
import { reversed, sighting, T0 } from '../../kit/sightings.ts';

const LOGGED = { source: true, destination: true };
const MINUTE = 60;

/** A small exchange so many minutes after the first: packets of these sizes, each way one. */
function exchange(minutes: number, sent: number, answered: number): readonly [Sighting, Sighting] {
  const at = { first: T0 + minutes * MINUTE, last: T0 + minutes * MINUTE + 1 };
  const request = sighting({ packets: 1, bytes: sent, ...at });
  return [request, reversed(request, { bytes: answered })];
}

function outcome(exchanges: readonly (readonly [Sighting, Sighting])[]) {
  const seen = (index: 0 | 1) => ({
    source: [],
    destination: exchanges.map((pair) => pair[index]),
    between: [],
  });
  const connection = { request: seen(0), reply: seen(1), protocol: 6, records: exchanges.flat() };
  return outcomeOf(connection, LOGGED);
}

describe('what became of a connection that was silent for long', () => {
  it('is a reset where the answer after the silence is a bare header and the last that is seen', () => {
    expect(outcome([exchange(0, 300, 900), exchange(30, 300, 40)])).toBe('idle');
  });

  it('is an answer where the connection goes on afterwards', () => {
    expect(outcome([exchange(0, 300, 900), exchange(30, 41, 40), exchange(40, 300, 900)])).toBe('answered');
  });

  it('is an answer where the same side acknowledged with bare headers before, and it went on', () => {
    expect(outcome([exchange(0, 41, 40), exchange(10, 41, 40), exchange(20, 41, 40)])).toBe('answered');
  });
});
