import { describe, expect, it } from 'vitest';
import { refuseUnplaced } from '../../src/investigation/resolve.ts';
import type { Subject } from '../../src/query/request.ts';
import { SourceError } from '../../src/query/source-error.ts';
import { indexed } from '../kit/networks.ts';
import { request } from '../kit/scope.ts';

const named = (name: string): Subject => ({ kind: 'name', name });

function todoOf(verb: string, subject: Subject): string {
  try {
    refuseUnplaced(request({ verb, subjects: [subject] }), indexed());
  } catch (error) {
    if (error instanceof SourceError) return error.todo;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('a subject that nothing places', () => {
  it('is to be spelled otherwise, or asked by its address', () => {
    expect(todoOf('reject', named('nowhere'))).toMatch(/^Check how it is spelled\. Ask by address/);
  });

  it.each(['port-scan', 'prot-scan', 'beacon'])(
    'is a detector in a scan, which runs all of them: %s',
    (name) => {
      expect(todoOf('scan', named(name))).toContain('`scan` runs every detector');
    },
  );

  it('is no detector where none runs', () => {
    expect(todoOf('reject', named('port-scan'))).not.toContain('detector');
  });
});
