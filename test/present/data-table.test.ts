import { describe, expect, it } from 'vitest';
import { threadMessages } from '../../src/present/block-kit.ts';
import { dataTable } from '../../src/present/data-table.ts';
import type { Table } from '../../src/present/table.ts';
import { answered, diagnosis, LISTING, PAGE } from '../kit/answers.ts';

const UTC = { timeZone: 'UTC' };

const TABLE: Table = {
  titles: ['From', 'Bytes'],
  rows: [
    ['10.0.1.5', '1.2 GB'],
    ['10.0.2.9', '-'],
    ['10.0.3.7', '812 B'],
  ],
  amounts: [
    [null, 1_234_567_890],
    [null, null],
    [null, 812],
  ],
  numeric: [1],
  caption: null,
};

function column(table: Table, index: number) {
  return dataTable(table, 'Top talkers')?.rows.map((row) => row[index]);
}

describe('a table of Slack’s own', () => {
  it('has a caption, a row of headings, and all of a short list on one page', () => {
    const block = dataTable(TABLE, 'Top talkers');

    expect(block).toMatchObject({ type: 'data_table', caption: 'Top talkers', page_size: 3 });
    expect(block?.rows[0]).toEqual([
      { type: 'raw_text', text: 'From' },
      { type: 'raw_text', text: 'Bytes' },
    ]);
  });

  it('is sorted by what the amounts are, and shows them as people say them', () => {
    expect(column(TABLE, 1)?.slice(1)).toEqual([
      { type: 'raw_number', value: 1_234_567_890, text: '1.2 GB' },
      { type: 'raw_number', value: 811, text: '-' },
      { type: 'raw_number', value: 812, text: '812 B' },
    ]);
  });

  it('is paged by ten where it is long', () => {
    const rows = Array.from({ length: 16 }, (_, index) => [`10.0.0.${index}`, '-']);

    expect(dataTable({ ...TABLE, rows, amounts: [] }, 'All')?.page_size).toBe(10);
  });

  it('holds no cell that is empty', () => {
    const block = dataTable({ ...TABLE, rows: [['', ' ']], amounts: [] }, '');

    expect(block?.caption).toBe('-');
    expect(block?.rows[1]).toEqual([
      { type: 'raw_text', text: '-' },
      { type: 'raw_text', text: '-' },
    ]);
  });

  it.each([
    ['rows differ in length', { ...TABLE, rows: [['10.0.1.5']] }],
    ['nothing is said of its columns', { ...TABLE, titles: null }],
    ['there are no rows', { ...TABLE, rows: [] }],
    ['there are more columns than it takes', { ...TABLE, titles: Array<string>(21).fill('a'), rows: [] }],
  ])('is none where %s', (_, table) => {
    expect(dataTable(table, 'Top talkers')).toBeNull();
  });
});

describe('the tables of an answer', () => {
  const blocks = (answer: typeof LISTING, form: 'newer' | 'preformatted') =>
    threadMessages(answer, form, UTC).flatMap((message) => message.blocks);

  it('have names for the columns of evidence, which tell themselves elsewhere', () => {
    const table = blocks(answered(), 'newer').find(({ type }) => type === 'data_table');

    expect(table).toMatchObject({ caption: 'Evidence' });
    expect(JSON.stringify(table)).toContain('"text":"TCP flags"');
    expect(JSON.stringify(table)).toContain('{"type":"raw_number","value":240,"text":"240 B"}');
  });

  it('are one of Slack’s own at most: the longest of a page', () => {
    const tables = blocks(PAGE, 'newer').filter(({ type }) => type === 'data_table');

    expect(tables).toHaveLength(1);
    expect(tables[0]).toMatchObject({ caption: 'Traffic' });
  });

  it('are fixed-width text where Slack does not take its own, in the width of a thread', () => {
    const [table] = blocks(LISTING, 'preformatted');

    expect(table).toMatchObject({ text: { text: expect.stringMatching(/^```\nFrom +Protocol/) } });
  });

  it('say which columns a thread has no room for', () => {
    const wide = answered(
      diagnosis(undefined, {
        columns: [
          { key: 'a', title: 'From', unit: 'text' },
          { key: 'b', title: 'Seldom asked', unit: 'text', spare: 1 },
          { key: 'c', title: 'Bytes', unit: 'bytes' },
        ],
        rows: [{ a: 'a'.repeat(60), b: 'b'.repeat(60), c: 1 }],
      }),
    );

    expect(JSON.stringify(blocks(wide, 'preformatted'))).toContain('not shown for width: seldom asked');
  });
});
