import { describe, expect, it } from 'vitest';
import { scanned } from '../../src/analyzers/scanned.ts';
import type { Request } from '../../src/query/request.ts';
import { diagnosisOf, flow } from '../kit/asked-of-records.ts';
import { address, NOW, request } from '../kit/scope.ts';

async function said(changes: Partial<Request>, records = [flow('10.0.1.5', '10.0.2.9')]) {
  const asked = request({ text: 'scan', verb: 'scan', subjects: [], ...changes });
  const { verdict, summary, nextCheck } = await diagnosisOf({ analyzer: scanned, request: asked, records });
  return { verdict, summary, nextCheck };
}

describe('a scan that finds nothing', () => {
  it('says in how many records, and that a day shows more', async () => {
    const answer = await said({});

    expect(answer.summary).toBe('Nothing suspicious was found in 1 record');
    expect(answer.nextCheck).toContain('`scan last 24h`');
  });

  it('does not ask for a day where a day was looked at', async () => {
    const answer = await said({ window: { start: NOW - 86_400, end: NOW } });

    expect(answer.nextCheck).toBe('Nothing to do.');
  });

  it('counts the records of what was asked about alone', async () => {
    const records = [
      flow('10.0.1.5', '10.0.2.9'),
      flow('10.0.1.6', '10.0.2.9'),
      flow('10.0.1.7', '10.0.2.9'),
    ];

    const answer = await said({ subjects: [address('10.0.1.6')] }, records);

    expect(answer).toMatchObject({
      verdict: 'detections',
      summary: 'Nothing suspicious was found in 1 record of 10.0.1.6',
    });
  });

  it('counts the records of a port that was asked about alone', async () => {
    const answer = await said({ port: { low: 22, high: 22 } });

    expect(answer.summary).toBe(
      'No record of this time is on port 22, so nothing can be said about it (1 record of others)',
    );
  });

  it('claims nothing of what no record is of', async () => {
    const answer = await said({ subjects: [address('10.0.9.9')] });

    expect(answer.verdict).toBe('logs-incomplete');
    expect(answer.summary).toBe(
      'No record of this time is of 10.0.9.9, so nothing can be said about it (1 record of others)',
    );
  });
});
