import { describe, expect, it } from 'vitest';
import { answer, understand } from '../../src/commands/answer.ts';
import { describeDemo } from '../../src/demo/description.ts';
import { createDemoSource } from '../../src/demo/source.ts';
import { HOSTS } from '../../src/demo/topology.ts';
import type { Diagnosis } from '../../src/diagnosis/diagnosis.ts';

const NOW = Date.parse('2026-03-04T14:22:00Z') / 1000;
const source = createDemoSource(() => NOW);

async function diagnosed(text: string): Promise<Diagnosis> {
  const found = await answer(understand(text, { now: NOW, timeZone: 'UTC' }), {
    now: NOW,
    monotonic: () => 0,
    sources: [source],
    signal: new AbortController().signal,
  });
  if (found.kind !== 'diagnosis') throw new TypeError(JSON.stringify(found));
  return found.diagnosis;
}

describe('each planted fault', () => {
  it.each([
    [HOSTS.web1, 'nacl-return-outbound'],
    [HOSTS.worker, 'sg-inbound'],
    [HOSTS.db2, 'late-packets'],
    [HOSTS.loadBalancerA, 'background-scan'],
  ] as const)('is found by the question that the demo proposes: $0.name', async ({ address }, verdict) => {
    const { ask } = describeDemo().faults.find((fault) => fault.ask.includes(address)) ?? { ask: '' };

    expect(await diagnosed(ask)).toMatchObject({ verdict });
  });
});

describe('the demo source', () => {
  it('says that its records are generated, and what its flow log keeps', async () => {
    expect(await source.flowLogSettings(new AbortController().signal)).toMatchObject({
      flowLogs: [{ keeps: 'ALL' }],
      notes: [expect.stringContaining('generated')],
    });
  });
});

describe('a host without faults', () => {
  it('is healthy', async () => {
    expect(await diagnosed(`reject ${HOSTS.web3.address}`)).toMatchObject({ verdict: 'healthy' });
  });
});
