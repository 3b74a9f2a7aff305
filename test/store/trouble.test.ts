import { describe, expect, it } from 'vitest';
import { isStoreTrouble } from '../../src/store/trouble.ts';

const coded = (code: string) => Object.assign(new Error('no'), { code });

describe('a store that does not work', () => {
  it.each([
    'SQLITE_FULL',
    'SQLITE_READONLY_DBMOVED',
    'SQLITE_IOERR_WRITE',
    '53100',
    '57P01',
    '08006',
    '25006',
    'ECONNREFUSED',
  ])('is known by the code %s', (code) => expect(isStoreTrouble(coded(code))).toBe(true));

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
  ])('is known by what pg says without a code: %s', (message) => {
    expect(isStoreTrouble(new Error(message))).toBe(true);
  });

  it.each(['SQLITE_CONSTRAINT_UNIQUE', '23505', '42P01', ''])(
    'is not what %s says of a statement',
    (code) => {
      expect(isStoreTrouble(coded(code))).toBe(false);
    },
  );
});
