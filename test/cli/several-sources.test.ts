import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/diagnosis/diagnosis.ts';
import { openSources } from '../../src/sources.ts';
import { flows, NOW } from './kit.ts';

const AT = NOW / 1000 - 600;
const HEADER =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

let folder = '';

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function record(at: string, from: string, to: string, action: string, bytes: number): string {
  return `2 111122223333 ${at} ${from} ${to} 40000 443 6 3 ${bytes} ${AT} ${AT + 60} ${action} OK`;
}

/** A VPC 10.<n>.0.0/16 with one interface, as the AWS CLI prints it. */
function inventory(name: string, n: number): string {
  const directory = join(folder, name);
  mkdirSync(directory);
  const put = (file: string, body: unknown) => writeFileSync(join(directory, file), JSON.stringify(body));
  put('vpcs.json', {
    Vpcs: [
      {
        VpcId: `vpc-0${name}`,
        CidrBlock: `10.${n}.0.0/16`,
        CidrBlockAssociationSet: [{ CidrBlock: `10.${n}.0.0/16`, CidrBlockState: { State: 'associated' } }],
      },
    ],
  });
  put('subnets.json', {
    Subnets: [{ SubnetId: `subnet-0${name}`, VpcId: `vpc-0${name}`, CidrBlock: `10.${n}.1.0/24` }],
  });
  put('interfaces.json', {
    NetworkInterfaces: [
      {
        NetworkInterfaceId: `eni-0${name}`,
        InterfaceType: 'interface',
        Status: 'in-use',
        SubnetId: `subnet-0${name}`,
        VpcId: `vpc-0${name}`,
        PrivateIpAddress: `10.${n}.1.5`,
        PrivateIpAddresses: [{ PrivateIpAddress: `10.${n}.1.5`, Primary: true }],
        TagSet: [{ Key: 'Name', Value: `${name}-1` }],
        Groups: [],
      },
    ],
  });
  return directory;
}

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function ask(config: string, ...argv: readonly string[]): Promise<Ran> {
  return flows([...argv, '--config', config], {
    openSources: (flags) =>
      openSources(flags, {
        env: {},
        now: () => NOW / 1000,
        monotonic: () => 0,
        readText: (path) => readFile(path, 'utf8'),
      }),
  });
}

let config = '';
let whole = '';
let broken = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flows-several-'));
  const records = {
    payments: [
      record('eni-0payments', '10.1.1.5', '10.2.1.5', 'ACCEPT', 700),
      record('eni-0payments', '10.1.1.5', '198.51.100.9', 'REJECT', 40),
    ],
    core: [
      record('eni-0core', '10.1.1.5', '10.2.1.5', 'ACCEPT', 300),
      record('eni-0core', '10.2.1.5', '10.1.1.5', 'ACCEPT', 50),
    ],
    archive: [record('eni-0archive', '10.3.1.5', '10.3.1.6', 'ACCEPT', 10)],
  };
  const sources = Object.entries(records).map(([name, lines], index) => {
    const path = write(`${name}.log`, `${[HEADER, ...lines].join('\n')}\n`);
    return `  - { name: ${name}, kind: files, paths: ['${path}'], inventory: '${inventory(name, index + 1)}', account: '11112222333${index}', tags: { team: ${name === 'core' ? 'network' : 'shop'} } }`;
  });
  const gone = (name: string) =>
    `  - { name: ${name}, kind: files, paths: ['${join(folder, `${name}-gone.log`)}'] }`;
  config = write('flows.config.yaml', `sources:\n${[...sources, gone('staging')].join('\n')}\n`);
  whole = write('whole.yaml', `sources:\n${sources.join('\n')}\n`);
  broken = write('broken.yaml', `sources:\n${[gone('staging'), gone('old')].join('\n')}\n`);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function diagnosed(...argv: readonly string[]): Promise<Diagnosis> {
  return diagnosedBy(config, ...argv);
}

async function diagnosedBy(path: string, ...argv: readonly string[]): Promise<Diagnosis> {
  const { stdout, code } = await ask(path, ...argv, '--json');
  expect(code).toBe(0);
  return JSON.parse(stdout) as Diagnosis;
}

describe('a question to several sources, one of which cannot be read', () => {
  it('is answered by the others, with exit code 0, and says which failed and which were not asked', async () => {
    const { code, stdout } = await ask(config, 'reject', '10.1.1.5');
    const text = stdout.replaceAll(/\s+/g, ' ');

    expect(code).toBe(0);
    expect(text).toContain('Asked payments; staging failed: Could not read');
    expect(text).toContain('core, archive not asked: its VPCs hold no 10.1.1.5');
    expect(text).toContain('10.1.1.5');
  });

  it('goes to the sources that hold either end, as JSON tells', async () => {
    const { completeness } = await diagnosed('trace', '10.1.1.5', '10.2.1.5');

    expect(completeness.sources).toEqual([
      { name: 'payments', outcome: 'answered', because: null },
      { name: 'core', outcome: 'answered', because: null },
      { name: 'staging', outcome: 'failed', because: expect.stringContaining('staging-gone.log') },
      { name: 'archive', outcome: 'not-asked', because: 'its VPCs hold no 10.1.1.5 or 10.2.1.5' },
    ]);
  });

  it('puts the records of all together', async () => {
    const { rows, summary, confidence } = await diagnosed('top', 'by', 'pair');

    expect(rows?.[0]).toMatchObject({ source: '10.1.1.5', destination: '10.2.1.5', bytes: 1000 });
    expect(summary).toContain('staging could not be read');
    expect(confidence).toBeLessThanOrEqual(0.5);
  });

  it('does not call silence healthy', async () => {
    const { verdict, summary } = await diagnosed('reject', '10.3.1.5');

    expect(verdict).toBe('logs-incomplete');
    expect(summary).toContain('staging could not be read');
  });

  it('does not call one end healthy for sure where the other end was not asked', async () => {
    const one = await diagnosedBy(whole, 'reject', '10.2.1.5');
    const all = await diagnosedBy(whole, 'reject', '10.2.1.5', 'in', 'all');

    expect(one).toMatchObject({ verdict: 'healthy', confidence: 0.7 });
    expect(one.summary).toContain('what the other ends record in payments, archive was not asked for');
    expect(all.verdict).toBe('healthy');
    expect(all.confidence).toBeGreaterThan(0.7);
  });

  it('finds by name what only one of them knows', async () => {
    const { summary, completeness } = await diagnosed('top', 'core-1', 'in', 'core');

    expect(summary).not.toContain('could not be read');
    expect('sources' in completeness).toBe(false);
  });

  it('asks all where no network holds the subject, and says so', async () => {
    const { completeness } = await diagnosedBy(whole, 'reject', '10.77.0.1');

    expect(completeness.sources?.map(({ outcome }) => outcome)).toEqual(['answered', 'answered', 'answered']);
    expect(completeness.notes).toContain(
      'No source’s network holds 10.77.0.1, so all were asked: it may be a peer in their records.',
    );
  });
});

describe('a choice of sources that there are not', () => {
  it('gets the nearest right one', async () => {
    const { code, stderr } = await ask(config, 'ask', 'top in team=shopp');
    const text = stderr.replaceAll(/\s+/g, ' ');

    expect(code).toBe(2);
    expect(text).toContain('There is no source “team=shopp”.');
    expect(text).toContain('Try: flows top in team=shop');
  });
});

describe('a question to sources that all fail', () => {
  it('is a failure that names each, with exit code 3', async () => {
    const { code, stdout, stderr } = await ask(broken, 'reject', '10.1.1.5');
    const text = stderr.replaceAll(/\s+/g, ' ');

    expect([code, stdout]).toEqual([3, '']);
    expect(text).toContain('ask staging and old');
    expect(text).toContain('staging-gone.log');
    expect(text).toContain('old-gone.log');
  });
});
