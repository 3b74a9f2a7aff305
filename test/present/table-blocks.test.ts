import { describe, expect, it } from 'vitest';
import { rowLines } from '../../src/present/table-blocks.ts';

describe('a table of names and what each stands for', () => {
  it('goes on under a name with what has none of its own', () => {
    const table = {
      titles: ['What', 'Value'],
      rows: [
        ['Network interfaces', '2 in the configuration'],
        ['', 'eni-0a (web-1)'],
        ['', 'eni-0b (web-2)'],
      ],
      numeric: [],
      caption: null,
    };

    expect(rowLines(table, () => '•')).toEqual([
      '*Network interfaces*  2 in the configuration',
      '• eni-0a (web-1)',
      '• eni-0b (web-2)',
    ]);
  });
});
