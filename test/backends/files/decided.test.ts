import { describe, expect, it } from 'vitest';
import { decided } from '../../../src/backends/files/decided.ts';
import { field } from '../../../src/query/expression.ts';
import {
  ALWAYS,
  all,
  any,
  equals,
  isNever,
  isOneOf,
  NEVER,
  not,
  present,
} from '../../../src/query/predicate.ts';

const only = (key: string) => (key === 'logStatus' ? 'OK' : null);
const ok = equals(field('logStatus'), 'OK');
const skipped = equals(field('logStatus'), 'SKIPDATA');
const rejected = equals(field('action'), 'REJECT');

describe('a condition on what all records have alike', () => {
  it('is decided', () => {
    expect(decided(ok, only)).toEqual(ALWAYS);
    expect(decided(isOneOf(field('logStatus'), ['NODATA', 'OK']), only)).toEqual(ALWAYS);
    expect(decided(skipped, only)).toEqual(NEVER);
  });

  it('decides what it is part of', () => {
    expect(isNever(decided(all(rejected, skipped), only))).toBe(true);
    expect(isNever(decided(any(not(ok), skipped), only))).toBe(true);
    expect(decided(not(skipped), only)).toEqual(not(NEVER));
  });

  it('leaves others as they are', () => {
    expect(decided(all(rejected, present('packets')), only)).toEqual(all(rejected, present('packets')));
  });
});
