import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../../../src/analyzers/detectors.ts';
import { onlyNamed } from './only.ts';

describe('the detectors that are measured', () => {
  it('are all where none is named', () => {
    expect(onlyNamed(undefined)).toEqual(DETECTORS.map(({ id }) => id));
  });

  it('are those that are named', () => {
    expect(onlyNamed('new-edge, brute-force')).toEqual(['brute-force', 'new-edge']);
  });

  it('names the unknown one, and lists those that there are', () => {
    expect(() => onlyNamed('brute-force,brute')).toThrow(
      /^No detector is called "brute"\. There are: .*new-edge/,
    );
  });

  it('takes no empty list for all', () => {
    expect(() => onlyNamed('')).toThrow('No detector is called ""');
  });
});
