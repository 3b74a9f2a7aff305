/** A transit gateway between two VPCs that loses packets for each reason there is: its flow log and those of the interfaces, asked as the terminal asks. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { answer, understand } from '../src/commands/answer.ts';
import type { Diagnosis } from '../src/diagnosis/diagnosis.ts';
import { openSources } from '../src/sources.ts';

const NOW = Date.parse('2026-11-23T14:25:00Z') / 1000;
const [INTERFACES, GATEWAY] = ['interfaces.log', 'gateway.log'].map((name) =>
  fileURLToPath(new URL(`transit-gateway/${name}`, import.meta.url)),
);

async function traced(
  to: string,
  records: readonly (string | undefined)[] = [INTERFACES, GATEWAY],
): Promise<Diagnosis> {
  const sources = await openSources(
    { records: records.flatMap((path) => path ?? []) },
    { env: {}, now: () => NOW, monotonic: () => 0, readText: (name) => readFile(name, 'utf8') },
  );
  const found = await answer(understand(`trace 10.1.0.10 ${to}`, { now: NOW, timeZone: 'UTC' }), {
    now: NOW,
    monotonic: () => 0,
    sources,
    signal: new AbortController().signal,
  });
  await Promise.all(sources.map(({ engine }) => engine.close()));
  if (found.kind !== 'diagnosis') throw new TypeError(JSON.stringify(found));
  return found.diagnosis;
}

describe('packets that a transit gateway loses', () => {
  it.each([
    ['10.2.0.10 5432', 'no-route', 'has no route to 10.2.0.10', 'aws ec2 search-transit-gateway-routes '],
    [
      '10.2.0.20 443',
      'no-route',
      'has a blackhole route to 10.2.0.20',
      'aws ec2 search-transit-gateway-routes ',
    ],
    [
      '10.2.0.30 8080',
      'return-path-lost',
      'were larger than the MTU on the way to 10.1.0.10',
      'On 10.2.0.30: ping ',
    ],
    [
      '10.2.0.40 22',
      'lost-in-path',
      'time to live ran out on the way to 10.2.0.40',
      'On 10.1.0.10: traceroute ',
    ],
  ])('on the way to %s are the verdict %s, with why and what to check', async (to, verdict, why, next) => {
    const found = await traced(to);

    expect(found.verdict).toBe(verdict);
    expect(found.summary).toContain('transit gateway tgw-0a1b2c3d4e5f60ccc at attachment tgw-attach-');
    expect(found.summary).toContain(why);
    expect(found.nextCheck).toContain(next);
    expect(found.evidence[0]).toMatchObject({
      action: null,
      interfaceId: expect.stringMatching(/^tgw-attach-/),
    });
  });

  it('are counted', async () => {
    expect((await traced('10.2.0.10 5432')).summary).toContain('counts 60 packets lost');
  });

  it('make nobody say that the network is not the cause', async () => {
    const { findings } = await traced('10.2.0.30 8080');

    expect(findings.map(({ verdict }) => verdict)).toEqual(['return-path-lost']);
  });
});

describe('packets that a transit gateway saw and counts no loss of', () => {
  it('are lost elsewhere, and it says where they were seen last', async () => {
    const found = await traced('10.2.0.50 6379');

    expect(found.verdict).toBe('lost-in-path');
    expect(found.summary).toContain('saw 60 packets of it');
    expect(found.summary).toContain('what is lost is lost elsewhere');
    expect(found.nextCheck).toContain('describe-transit-gateway-vpc-attachments');
  });
});

describe('without the transit gateway’s records', () => {
  it('packets are lost on the way, and it is not known where', async () => {
    const found = await traced('10.2.0.10 5432', [INTERFACES]);

    expect(found).toMatchObject({ verdict: 'lost-in-path', blocker: null });
    expect(found.summary).not.toContain('tgw-');
  });
});

describe('without records of either end', () => {
  it('what the gateway lost is found nevertheless', async () => {
    const found = await traced('10.2.0.10 5432', [GATEWAY]);

    expect(found.verdict).toBe('no-route');
    expect(found.blocker).toMatchObject({ kind: 'route-table', id: null });
  });
});
