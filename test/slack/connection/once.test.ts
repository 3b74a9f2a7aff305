import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createOnce } from '../../../src/slack/connection/once.ts';

describe('what Slack delivers', () => {
  it('is new the first time only', () => {
    const isNew = createOnce();

    expect(['Ev1', 'Ev2', 'Ev1'].map(isNew)).toEqual([true, true, false]);
  });

  it('is forgotten after so many others, so that memory has an end', () => {
    const isNew = createOnce(2);

    expect(['Ev1', 'Ev2', 'Ev3', 'Ev1', 'Ev3'].map(isNew)).toEqual([true, true, true, true, false]);
  });

  it('is remembered by its key, not with all that was posted', () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const isNew = createOnce();
    collect();
    const before = process.memoryUsage().heapUsed;

    for (let nth = 0; nth < 100; nth += 1) {
      const posted = Buffer.alloc(1_000_000, `trigger_id=${nth}.8f00e0c2a1b48f00e0c2a1b4&`).toString(
        'latin1',
      );
      isNew(posted.slice('trigger_id='.length, posted.indexOf('&')));
    }

    collect();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(20_000_000);
  });
});
