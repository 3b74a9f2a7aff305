import { describe, expect, it } from 'vitest';
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import { answer, understand } from '../../src/commands/answer.ts';
import type { Diagnosis } from '../../src/diagnosis/diagnosis.ts';
import { recordsView } from '../../src/present/records-view.ts';
import { parseText } from '../../src/record/parse-lines.ts';
import { ABOUT } from '../kit/about.ts';
import { messageProblems } from '../kit/block-kit-validator.ts';

const NOW = 1_418_533_600;
const UTC = { timeZone: 'UTC' };

/** One record a second, the newest first in an answer, every third rejected. */
async function recordsOf(count: number, from = '172.31.16.139'): Promise<Diagnosis> {
  const lines = Array.from({ length: count }, (_, at) => {
    const start = NOW - 600 - at;
    const action = at % 3 === 0 ? 'REJECT' : 'ACCEPT';
    const to = from.includes(':') ? '2001:db8:1111:2222:3333:4444:5555:6666' : '172.31.16.21';
    return `2 123456789010 eni-1235b8ca123456789 ${from} ${to} ${20_000 + at} 22 6 20 4249 ${start} ${start + 60} ${action} OK`;
  });
  const { records } = parseText(lines.join('\n'), { file: 'test' });
  const understood = understand('records top 300', { now: NOW, timeZone: 'UTC' });
  const answered = await answer(understood, {
    now: NOW,
    monotonic: () => 0,
    sources: [
      {
        name: 'test',
        about: ABOUT,
        engine: createMemoryEngine(records),
        flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
      },
    ],
    signal: new AbortController().signal,
  });
  if (answered.kind !== 'diagnosis') throw new TypeError(JSON.stringify(answered));
  return answered.diagnosis;
}

function shown(diagnosis: Diagnosis, page = 0, onlyRejected: boolean | null = false) {
  const view = recordsView('{}', { question: 'records', diagnosis, page, onlyRejected }, UTC);
  return { view, text: JSON.stringify(view.blocks) };
}

describe('records in a modal', () => {
  it('say when, who to whom, what became of it, and how much', async () => {
    const { text } = shown(await recordsOf(2));

    expect(text).toContain('`04:56:40  172.31.16.139:20000 → 172.31.16.21:22`');
    expect(text).toContain(':red_circle: ');
    expect(text).toContain('*REJECT* · tcp · 20 packets · 4.2 kB');
    expect(text).toContain('ACCEPT · tcp · 20 packets · 4.2 kB');
    expect(text).toContain('all of eni-1235b8ca123456789');
  });

  it('come fifteen at a time, with where one is', async () => {
    const diagnosis = await recordsOf(40);

    expect(shown(diagnosis).text).toContain('1–15 of 40, the newest first');
    expect(shown(diagnosis, 1).text).toContain('16–30 of 40');
    expect(shown(diagnosis, 2).text).toContain('31–40 of 40');
    expect(shown(diagnosis, 9).text).toContain('31–40 of 40');
  });

  it('have a way on where there are more, and back where there were', async () => {
    const diagnosis = await recordsOf(40);
    const [first, last] = [shown(diagnosis), shown(diagnosis, 2)];

    expect(first.view.submit?.text).toBe('Older');
    expect(first.text).not.toContain('flows-records-newer');
    expect(last.view.submit).toBeUndefined();
    expect(last.text).toContain('flows-records-newer');
  });

  it('offer the rejected ones, or all again, unless the question was about one action', async () => {
    const diagnosis = await recordsOf(4);

    expect(shown(diagnosis).text).toContain('Only rejected');
    expect(shown(diagnosis, 0, true).text).toContain('All records');
    expect(shown(diagnosis, 0, null).text).not.toMatch(/Only rejected|All records/);
  });

  it('say what to do where there are none, and offer no file of nothing', async () => {
    const { text, view } = shown(await recordsOf(0));

    expect(text).toContain('No record is in this window');
    expect(text).not.toContain('Send as CSV');
    expect(view.submit).toBeUndefined();
  });

  it('keep what Slack takes, with the longest addresses too', async () => {
    const { view } = shown(await recordsOf(40, '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff'));

    expect(view.title.text.length).toBeLessThanOrEqual(24);
    expect(messageProblems({ text: 'view', blocks: view.blocks })).toEqual([]);
    expect(JSON.stringify(view.blocks)).not.toContain('more lines');
  });
});
