import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../src/config.ts';
import { SourceError } from '../src/query/source-error.ts';
import { budgetsFor, openSources, type SourcesContext } from '../src/sources.ts';

const NOW = 1_790_003_600;
const NOTHING = { subjects: [], addresses: [], interfaceIds: [] };

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flows-sources-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function context(changes: Partial<SourcesContext> = {}): SourcesContext {
  return {
    env: { FLOWS_CONFIG: write('empty.yaml', '') },
    now: () => NOW,
    monotonic: () => 0,
    readText: (path) => readFile(path, 'utf8'),
    ...changes,
  };
}

function configured(yaml: string): SourcesContext {
  return context({ env: { FLOWS_CONFIG: write('flows.yaml', yaml) } });
}

async function failureOf(opening: Promise<unknown>): Promise<unknown> {
  return opening.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('the sources', () => {
  it('are the demo network where nothing names one', async () => {
    const [demo, ...others] = await openSources({}, context());

    expect(demo?.name).toBe('demo');
    expect(others).toEqual([]);
  });

  it('are those of the configuration, in its order', async () => {
    const sources = await openSources(
      {},
      configured(`
sources:
  - { name: production, kind: insights, region: eu-west-1 }
  - { name: saved, kind: files, paths: [a.log] }
  - { name: other, kind: insights, region: eu-west-1 }
  - { name: archive, kind: athena, region: eu-west-1, database: flows, table: vpc_flow_logs }
`),
    );

    expect(sources.map(({ name, engine }) => [name, engine.id])).toEqual([
      ['production', 'insights'],
      ['saved', 'files'],
      ['other', 'insights'],
      ['archive', 'athena'],
    ]);
    await Promise.all(sources.map(({ engine }) => engine.close()));
  });

  it('are what the flags say, whatever the configuration says', async () => {
    const sources = await openSources({ records: ['a.log'] }, configured('sources: no list'));

    expect(sources.map(({ name }) => name)).toEqual(['records']);
  });

  it('may be flow logs alone, without records', async () => {
    const flowLogs = write('alone.json', JSON.stringify({ FlowLogs: [{ FlowLogId: 'fl-1' }] }));

    const [source] = await openSources({ flowLogs }, context());

    expect(await source?.flowLogSettings(new AbortController().signal)).toMatchObject({
      flowLogs: [{ flowLogId: 'fl-1' }],
    });
  });

  it('are a table of Athena where a flag names one', async () => {
    const athenaTable = { database: 'flows', table: 'vpc_flow_logs' };

    const sources = await openSources({ athenaTable, region: 'eu-west-1' }, context());

    expect(sources.map(({ name, engine }) => [name, engine.id])).toEqual([['athena', 'athena']]);
    await Promise.all(sources.map(({ engine }) => engine.close()));
  });

  it('are told the flow logs of a file where it is named, instead of asking EC2', async () => {
    const FlowLogs = [{ FlowLogId: 'fl-1', LogDestinationType: 'cloud-watch-logs', LogGroupName: '/flow' }];
    const flowLogs = write('told.json', JSON.stringify({ FlowLogs }));

    const [source] = await openSources({ logGroups: ['/flow'], region: 'eu-west-1', flowLogs }, context());
    const settings = await source?.flowLogSettings(new AbortController().signal);
    await source?.engine.close();

    expect(settings).toMatchObject({ flowLogs: [{ flowLogId: 'fl-1' }], notes: [] });
  });

  it('have the settings of the flow logs that a file holds', async () => {
    const flowLogs = write(
      'flow-logs.json',
      JSON.stringify({ FlowLogs: [{ FlowLogId: 'fl-1', ResourceId: 'vpc-1', TrafficType: 'REJECT' }] }),
    );

    const [source] = await openSources({ records: ['a.log'], flowLogs }, context());

    expect(await source?.flowLogSettings(new AbortController().signal)).toMatchObject({
      flowLogs: [{ flowLogId: 'fl-1', keeps: 'REJECT' }],
    });
  });

  it('have the configuration that a directory holds, and say which file of it is broken', async () => {
    write('describe-subnets.json', JSON.stringify({ Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1' }] }));
    write('broken.json', '{');

    const [source] = await openSources({ records: ['a.log'], inventory: folder }, context());
    const reading = await source?.network?.(NOTHING, new AbortController().signal);

    expect(reading?.network.subnets).toMatchObject([{ id: 'subnet-1' }]);
    expect(reading?.notes).toContainEqual(expect.stringContaining('broken.json'));
  });
});

describe('a flag that cannot be used', () => {
  it.each([
    ['a format', { format: '!!' }, 'is not the name of a field'],
    ['a file of flow logs that is not there', { flowLogs: 'nowhere.json' }, 'ENOENT'],
    ['a directory that is not there', { inventory: 'nowhere' }, 'ENOENT'],
  ])('says what is wrong with it: %s', async (_, flags, happened) => {
    const failure = await failureOf(openSources({ records: ['a.log'], ...flags }, context()));

    expect(failure).toBeInstanceOf(SourceError);
    expect(failure).toMatchObject({ happened: expect.stringContaining(happened) });
  });

  it('says what is wrong with the format of a table of lines', async () => {
    const failure = await failureOf(
      openSources(
        {},
        configured('sources: [{ name: x, kind: athena, database: flows, table: lines, format: "!!" }]'),
      ),
    );

    expect(failure).toMatchObject({ happened: expect.stringContaining('is not the name of a field') });
  });

  it('says so for a file of flow logs that is something else', async () => {
    const flowLogs = write('other.json', '{"Subnets": []}');

    const failure = await failureOf(openSources({ records: ['a.log'], flowLogs }, context()));

    expect(failure).toMatchObject({ todo: expect.stringContaining('describe-flow-logs') });
  });

  it('says what is wrong with the configuration', async () => {
    const failure = await failureOf(openSources({}, configured('sources: [{ name: x, kind: csv }]')));

    expect(failure).toBeInstanceOf(ConfigError);
  });
});

describe('the budgets', () => {
  const USUAL = { question: { bytes: 50e9 }, personPerDay: { bytes: 500e9 }, perDay: { bytes: 5e12 } };

  it('are those of the configuration', async () => {
    const told = configured('budgets: { question: { bytes: 2 GB, dollars: 1 } }');

    expect(await budgetsFor({}, told)).toEqual({ ...USUAL, question: { bytes: 2e9, dollars: 1 } });
  });

  it('are the usual ones where flags name the source, whatever the configuration says', async () => {
    expect(await budgetsFor({ logGroups: ['/vpc/flow'] }, configured('budgets: no budget'))).toEqual(USUAL);
  });

  it('are none for local records, which cost nothing', async () => {
    expect(await budgetsFor({ records: ['a.log'] }, configured('budgets: no budget'))).toBeNull();
  });
});
