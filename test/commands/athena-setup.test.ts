import { describe, expect, it } from 'vitest';
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import { answer, understand } from '../../src/commands/answer.ts';
import { athenaSetup } from '../../src/commands/athena-setup.ts';
import { renderMarkdown } from '../../src/present/markdown.ts';
import { ABOUT } from '../kit/about.ts';
import { flowLog, NOW } from '../kit/scope.ts';

const READING = { now: NOW, timeZone: 'UTC' };

function requestOf(text: string) {
  const understood = understand(text, READING);
  if (understood.kind === 'question') return understood.request;
  throw new TypeError(`${text} is no question`);
}

describe('athena-setup', () => {
  it.each([
    ['athena-setup', {}],
    ['athena-setup fl-0A1b2c3d', { flowLog: 'fl-0a1b2c3d' }],
    ['athena-setup tgw-0a1b2c3d', { flowLog: 'tgw-0a1b2c3d' }],
    ['athena-setup firehose', { firehose: true }],
    [
      'athena-setup fl-0a1b2c3d Firehose in archive',
      { flowLog: 'fl-0a1b2c3d', firehose: true, source: 'archive' },
    ],
    ['athena-setup vpc-0a1b2c3d', { subjects: [{ kind: 'vpc', id: 'vpc-0a1b2c3d' }] }],
    ['athena-setup "firehose"', { subjects: [{ kind: 'name', name: 'firehose' }] }],
  ])('understands %s', (text, expected) => {
    expect(requestOf(text)).toMatchObject({ verb: 'athena-setup', ...expected });
  });

  it.each(athenaSetup.examples)('understands its example: %s', (example) => {
    expect(requestOf(example).verb).toBe('athena-setup');
  });

  it('has one flow log', () => {
    expect(understand('athena-setup fl-0a1b2c3d fl-0b1b2c3d', READING)).toMatchObject({
      answer: { kind: 'mistake', problem: expect.stringContaining('a second flow log') },
    });
  });

  it.each(['reject fl-0a1b2c3d', 'top tgw-0a1b2c3d'])('is the only verb about flow logs: %s', (text) => {
    expect(understand(text, READING)).toMatchObject({
      answer: {
        kind: 'mistake',
        problem: expect.stringContaining('is nothing that a flow log record names'),
      },
    });
  });

  it.each(['reject firehose', 'coverage firehose'])('leaves a machine of that name alone: %s', (text) => {
    expect(requestOf(text).subjects).toEqual([{ kind: 'name', name: 'firehose' }]);
  });

  it('answers with statements that can be copied, and asks nothing of records', async () => {
    const engine = createMemoryEngine([]);
    const one = flowLog({ destination: 's3', destinationName: 'arn:aws:s3:::records' });

    const answered = await answer(understand('athena-setup', READING), {
      now: NOW,
      monotonic: () => 0,
      signal: new AbortController().signal,
      sources: [
        { name: 'test', about: ABOUT, engine, flowLogSettings: async () => ({ flowLogs: [one], notes: [] }) },
      ],
    });

    if (answered.kind !== 'diagnosis') throw new TypeError(`no diagnosis but ${answered.kind}`);
    expect(answered.diagnosis.cost.queries).toBe(0);
    const markdown = renderMarkdown(answered, { timeZone: 'UTC' });
    expect(markdown).toContain('```sql\nCREATE EXTERNAL TABLE IF NOT EXISTS `flows`.`vpc_flow_logs` (');
    expect(markdown).toContain('```yaml\nsources:');
  });
});
