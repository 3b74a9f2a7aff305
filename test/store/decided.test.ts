import { describe, expect, it } from 'vitest';
import { createDecided } from '../../src/store/decided.ts';
import { DATABASES, openedStore } from '../kit/stores.ts';

describe.each(DATABASES)('what was decided about a question, on %s', (_, settings) => {
  it('is what was said first', async () => {
    const decided = createDecided((await openedStore(await settings())).db);

    const said = [await decided.enter('q1 a', 'go-on', 1), await decided.enter('q1 a', 'narrow', 2)];

    expect(said).toEqual([true, false]);
    expect(await decided.of(['q1 a', 'q1 b'])).toEqual([{ id: 'q1 a', choice: 'go-on' }]);
  });
});
