import { describe, expect, it } from 'vitest';
import { KEPT_NAMES } from './target.ts';
import { ALARMED } from './targets/alarmed.ts';
import { CONFIGURED } from './targets/configured.ts';
import { DAMAGED } from './targets/damaged.ts';
import { DESCRIBED } from './targets/described.ts';
import { KEPT_BY_OTHERS } from './targets/kept-by-others.ts';
import { POSTED } from './targets/posted.ts';
import { RECORDED } from './targets/recorded.ts';
import { SHOWN } from './targets/shown.ts';
import { TYPED } from './targets/typed.ts';

const ALL = [
  ...ALARMED,
  ...CONFIGURED,
  ...DAMAGED,
  ...DESCRIBED,
  ...KEPT_BY_OTHERS,
  ...POSTED,
  ...RECORDED,
  ...SHOWN,
  ...TYPED,
];

describe('all that is fuzzed', () => {
  it('is a million cases and more in a whole run', () => {
    expect(ALL.reduce((sum, { cases }) => sum + cases, 0)).toBeGreaterThan(1_000_000);
  });

  it('has each its name, under which what ever failed is kept', () => {
    const names = ALL.map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
    expect(KEPT_NAMES.filter((name) => !names.includes(name))).toEqual([]);
  });
});
