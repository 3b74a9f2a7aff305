import { describe, expect, it } from 'vitest';
import { nextOfNothing } from '../../src/analyzers/nothing-found.ts';
import { request } from '../kit/scope.ts';

describe('what to do where a list is empty', () => {
  it('is to wait or look further, and to ask about more where the question was about somebody', () => {
    const next = nextOfNothing(
      request({ verb: 'top', subjects: [{ kind: 'address', family: 4, text: '10.0.1.5' }] }),
    );

    expect(next).toContain('records come 5 to 15 minutes late');
    expect(next).toContain('without a subject');
  });

  it('is to ask what is logged where it was about everything', () => {
    const next = nextOfNothing(request({ verb: 'top', subjects: [] }));

    expect(next).toContain('`coverage`');
    expect(next).not.toContain('subject');
  });
});
