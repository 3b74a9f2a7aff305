import { describe, expect, it } from 'vitest';
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import { answer, understand } from '../../src/commands/answer.ts';
import { parseText } from '../../src/record/parse-lines.ts';
import { ABOUT } from '../kit/about.ts';
import { NOW } from '../kit/scope.ts';

const FORMAT =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status subnet-id vpc-id instance-id';

/** Requests that are rejected where the interface records them, and replies of another service: whatever writes the log names its interface so. */
function recordsOf(id: string) {
  const line = (from: string, to: string, action: string, minute: number) =>
    `5 111122223333 ${id} ${from} ${to} 6 4 240 ${NOW - minute * 60} ${NOW - minute * 60 + 59} ${action} OK ${id} ${id} ${id}`;
  const lines = [10, 15, 20, 25].flatMap((minute) => [
    line('10.0.2.9', '10.0.1.5', 'REJECT', minute).replace(' 6 4 ', ` ${40000 + minute} 443 6 4 `),
    line('10.0.1.5', '10.0.2.9', 'ACCEPT', minute).replace(' 6 4 ', ` ${50000 + minute} 5432 6 4 `),
    line('10.0.2.9', '10.0.1.5', 'REJECT', minute).replace(' 6 4 ', ` 5432 ${50000 + minute} 6 4 `),
  ]);
  const { records, malformed } = parseText([FORMAT, ...lines].join('\n'), { file: 'a file' });
  expect(malformed.count).toBe(0);
  return records;
}

async function nextChecks(text: string, id: string): Promise<readonly string[]> {
  const understood = understand(text, { now: NOW, timeZone: 'UTC' });
  if (understood.kind !== 'question') throw new TypeError(`${text} is no question`);
  const engine = createMemoryEngine(recordsOf(id));
  const flowLogSettings = async () => ({ flowLogs: null, notes: [] });
  const sources = [{ name: 'test', about: ABOUT, engine, flowLogSettings }];
  const { signal } = new AbortController();
  const answered = await answer(understood, { now: NOW, monotonic: () => 0, sources, signal });
  if (answered.kind !== 'diagnosis') throw new TypeError(JSON.stringify(answered));
  const { nextCheck, findings } = answered.diagnosis;
  return [nextCheck, ...findings.map((finding) => finding.nextCheck)];
}

describe('an id that a record has, whoever wrote it', () => {
  it('is in the command that looks it up', async () => {
    expect((await nextChecks('reject 10.0.1.5', 'eni-0a1b2c3d')).join('\n')).toContain('eni-0a1b2c3d');
  });

  it.each([
    '$(reboot)',
    '`reboot`',
    "x';reboot;'",
    'eni-0a;reboot',
    '--endpoint-url=https://evil.example',
    'file:///root/.aws/credentials',
  ])(
    'is in no command where it is none, for a shell or the AWS CLI would make something of it: %s',
    async (id) => {
      for (const text of [
        'reject 10.0.1.5',
        'trace 10.0.2.9 10.0.1.5',
        'trace 10.0.1.5 10.0.2.9 5432',
        'scan',
      ])
        expect((await nextChecks(text, id)).join('\n')).not.toContain(id);
    },
  );
});
