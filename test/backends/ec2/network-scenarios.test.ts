/** Networks with known answers, read over the API instead of from files: the answers are the same, and no question takes many calls. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createEc2Network } from '../../../src/backends/ec2/network.ts';
import { answer, understand } from '../../../src/commands/answer.ts';
import type { Diagnosis } from '../../../src/diagnosis/diagnosis.ts';
import { openSources } from '../../../src/sources.ts';
import { CREDENTIALS, mockAws, REGION } from '../../kit/aws-mock.ts';
import { type Account, serveAccount } from '../../kit/ec2-account.ts';
import { diagnose, type Scenario, scenarios } from '../../kit/scenarios.ts';

const configured = scenarios().filter(({ folder }) => existsSync(new URL('aws/', folder)));

function accountOf({ folder }: Scenario): Account {
  const files = readdirSync(new URL('aws/', folder)).map((name) => new URL(`aws/${name}`, folder));
  return Object.assign({}, ...files.map((file): object => JSON.parse(readFileSync(file, 'utf8'))));
}

/** As the kit's `diagnose`, with the network from EC2. */
async function diagnoseOverApi({ ask, now, folder }: Scenario): Promise<Diagnosis> {
  const seconds = Date.parse(now) / 1000;
  const flowLogs = new URL('flow-logs.json', folder);
  const [source] = await openSources(
    {
      records: [fileURLToPath(new URL('flows.log', folder))],
      ...(existsSync(flowLogs) ? { flowLogs: fileURLToPath(flowLogs) } : {}),
    },
    { env: {}, now: () => seconds, monotonic: () => 0, readText: (name) => readFile(name, 'utf8') },
  );
  if (!source) throw new TypeError('there is no source');
  const network = createEc2Network({ region: REGION, credentials: CREDENTIALS, now: () => seconds });
  const found = await answer(understand(ask, { now: seconds, timeZone: 'UTC' }), {
    now: seconds,
    monotonic: () => 0,
    sources: [{ ...source, network }],
    signal: new AbortController().signal,
  });
  await source.engine.close();
  if (found.kind !== 'diagnosis') throw new TypeError(`${ask} was answered with ${JSON.stringify(found)}`);
  return found.diagnosis;
}

describe('a scenario whose network is read over the API', () => {
  const aws = mockAws();

  it.each(configured)('$id: $title is answered as from files', async (scenario) => {
    serveAccount(aws, accountOf(scenario));

    const answered = await diagnoseOverApi(scenario);

    const { verdict, summary, findings } = await diagnose(scenario);
    expect(answered).toMatchObject({ verdict, summary, findings });
    expect(answered.cost.apiCalls).toBeLessThanOrEqual(12);
  });
});
