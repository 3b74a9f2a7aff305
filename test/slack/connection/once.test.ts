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
});
