import { describe, expect, it } from 'vitest';
import { notWatched, withSight } from '../../src/alerts/blind.ts';
import type { Round } from '../../src/alerts/round.ts';
import { neverWatched } from '../../src/alerts/watched-state.ts';
import { found, life, MONDAY } from '../kit/alert-life.ts';

const OF_SOURCE = found('flow-log-gap', 'main', {
  subject: { kind: 'source', id: 'main', name: null },
  severity: 'high',
});

describe('a round that fails', () => {
  it('leaves what was found of the flow logs of the source as it was, beside that nobody looks', () => {
    const run = life();
    run.round([OF_SOURCE]);
    const failed: Round = {
      ...{ source: 'main', account: run.alert('flow-log-gap').account, at: MONDAY },
      ...{ nowMs: MONDAY * 1000, evaluated: [], findings: [], isCatchingUp: false },
    };
    const blind = notWatched('main', { ...neverWatched(MONDAY), failures: 3 }, MONDAY);

    const { findings } = withSight(failed, blind, run.standing());

    expect(findings.map(({ detection }) => detection?.class)).toEqual(['', 'not-watched']);
  });
});
