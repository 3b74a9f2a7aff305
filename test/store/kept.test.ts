import { describe, expect, it } from 'vitest';
import { createKept } from '../../src/store/kept.ts';
import { DATABASES, openedStore } from '../kit/stores.ts';

describe.each(DATABASES)('a value that is kept under a name, on %s', (_, settings) => {
  it('is the last that was put there, and not there where none was', async () => {
    const kept = createKept((await openedStore(await settings())).db);

    await kept.put('a', { refused: ['data_table'] }, 1_764_000_000_000);
    await kept.put('a', true, 1_764_000_000_123);

    expect(await kept.get('a')).toEqual({ value: true, at: 1_764_000_000_123 });
    expect(await kept.get('b')).toBeNull();
  });
});
