import { describe, expect, it } from 'vitest';
import { NO_TRACING } from '../../src/telemetry/span.ts';
import {
  currentTrail,
  keepingTrail,
  onTrail,
  retrying,
  type Trail,
  trailFields,
} from '../../src/telemetry/trail.ts';

const span = NO_TRACING.begin({ name: 'question', kind: 'internal', attributes: {} });

function trail(changes: Partial<Trail> = {}): Trail {
  return { correlationId: 'q1', causedBy: null, kind: 'question', span, retries: 0, ...changes };
}

describe('a trail', () => {
  it('is known wherever the work goes on, and nowhere else', async () => {
    const seen = onTrail(trail(), async () => {
      await Promise.resolve();
      return trailFields();
    });

    expect(trailFields()).toEqual({});
    expect(await seen).toEqual({ correlationId: 'q1' });
  });

  it('says what it began in, and where it is traced', () => {
    const traced = { ...span, ids: { traceId: 'a', spanId: 'b' } };

    expect(onTrail(trail({ causedBy: 'round-1', span: traced }), trailFields)).toEqual({
      ...{ correlationId: 'q1', causedBy: 'round-1', trace_id: 'a', span_id: 'b' },
    });
  });

  it('is kept by work that something else begins', () => {
    const [mine, nobodys] = [onTrail(trail(), () => keepingTrail(trailFields)), keepingTrail(trailFields)];

    expect(onTrail(trail({ correlationId: 'q2' }), mine)).toEqual({ correlationId: 'q1' });
    expect(onTrail(trail({ correlationId: 'q2' }), nobodys)).toEqual({});
  });

  it('knows how often the same was tried before', () => {
    expect(onTrail(trail(), () => retrying(2, () => currentTrail()?.retries))).toBe(2);
    expect(retrying(2, currentTrail)).toBeUndefined();
  });
});
