import { describe, expect, it } from 'vitest';
import { mining } from '../../src/analyzers/mining.ts';
import { understand } from '../../src/commands/answer.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { watched } from '../kit/detecting.ts';
import { NOW } from '../kit/scope.ts';
import { openSession } from '../kit/sessions.ts';

const LAST_DAY = { window: { start: NOW - 86_400, end: NOW } };

function found(records: readonly FlowRecord[], parts: Partial<Parameters<typeof watched>[0]> = {}) {
  return watched({ detector: mining, records, request: LAST_DAY, ...parts });
}

describe('the detector of crypto-mining', () => {
  it('finds a long session of small messages on a port of pools', async () => {
    const { fired } = await found(openSession({ hours: 6, port: 3333 }));

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection).toMatchObject({ subject: { id: '10.0.1.5' }, severity: 'medium' });
    expect(fired[0]?.summary).toContain(
      'on tcp/3333 as miners do with a pool: open for 6 hours, 150 bytes a packet',
    );
  });

  it('finds it though several hosts mine at the same pool, each once', async () => {
    const records = ['10.0.1.5', '10.0.1.6', '10.0.2.7'].flatMap((source) =>
      openSession({ hours: 6, port: 3333, source }),
    );

    expect((await found(records)).fired).toHaveLength(3);
  });

  it.each([
    ['on another port', { hours: 6 }],
    ['that is short', { hours: 0.5, port: 3333 }],
    ['that nobody answers', { hours: 6, port: 3333, answered: false }],
    ['of large packets', { hours: 6, port: 3333, bytes: 4000 }],
  ])('is quiet about a session %s', async (_, session) => {
    expect((await found(openSession(session))).all).toEqual([]);
  });

  it('is quiet about AWS services, and about what the operator expects', async () => {
    const records = openSession({ hours: 6, port: 5555 });
    const toAws = records.map((one) => ({ ...one, pktDstAwsService: 'AMAZON' }));

    expect((await found(toAws)).all).toEqual([]);
    expect((await found(records, { parameters: { expected: ['203.0.113.9'] } })).all).toEqual([]);
  });

  it('asks a question that is understood', async () => {
    const { fired } = await found(openSession({ hours: 6, port: 3333 }));

    expect(understand(fired[0]?.detection?.ask ?? '', { now: NOW, timeZone: 'UTC' }).kind).toBe('question');
  });
});
