import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../src/analyzers/detectors.ts';
import { VERBS } from '../src/commands/index.ts';
import { DETECTOR_IDS } from '../src/diagnosis/detection.ts';
import { LISTENERS } from '../src/slack/listeners.ts';
import { openStore } from '../src/store/store.ts';

const COMMANDS = new URL('../src/commands/', import.meta.url);
const ANALYZERS = new URL('../src/analyzers/', import.meta.url);
const BACKENDS = new URL('../src/backends/', import.meta.url);
const SLACK = new URL('../src/slack/', import.meta.url);
const MIGRATIONS = new URL('../src/store/migrations/', import.meta.url);

/** The exported values of every file of a folder, with the file each comes from. */
async function exportsOf(folder: URL): Promise<readonly { file: string; name: string; value: unknown }[]> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'index.ts');
  const modules = await Promise.all(
    files.map(async (file) => ({ file, exported: (await import(new URL(file, folder).href)) as object })),
  );
  return modules.flatMap(({ file, exported }) =>
    Object.entries(exported).map(([name, value]: [string, unknown]) => ({ file, name, value })),
  );
}

function has(value: unknown, ...keys: readonly string[]): value is object {
  return typeof value === 'object' && value !== null && keys.every((key) => key in value);
}

function isDetector(value: unknown): boolean {
  return has(value, 'id', 'analyze', 'parameters', 'benign', 'quietBy');
}

function callsContract(tests: URL): boolean {
  return (
    existsSync(tests) &&
    readdirSync(tests)
      .filter((file) => file.endsWith('.test.ts'))
      .some((file) => readFileSync(new URL(file, tests), 'utf8').includes('answersAsMemoryDoes('))
  );
}

describe('the list of verbs', () => {
  it('holds every verb that a file in commands/ exports', async () => {
    const missing = (await exportsOf(COMMANDS))
      .filter(({ value }) => has(value, 'kind', 'name', 'usage', 'examples'))
      .filter(({ value }) => !VERBS.some((verb) => verb === value))
      .map(
        ({ file, name }) =>
          `in src/commands/index.ts: import { ${name} } from './${file}';  and add ${name} to VERBS`,
      );

    expect(missing).toEqual([]);
  });

  it('names each verb as its file, once', async () => {
    const verbs = (await exportsOf(COMMANDS)).filter(({ value }) =>
      has(value, 'kind', 'name', 'usage', 'examples'),
    );

    expect(
      verbs.map(
        ({ value, file }) => has(value, 'name') && `${String(Reflect.get(value, 'name'))}.ts` === file,
      ),
    ).not.toContain(false);
    expect(new Set(VERBS.map(({ name }) => name)).size).toBe(VERBS.length);
  });
});

describe('the analyzers of the verbs', () => {
  it('are all that a file in analyzers/ exports', async () => {
    const used = VERBS.flatMap((verb) => (verb.kind === 'question' ? verb.analyzers : []));

    const missing = (await exportsOf(ANALYZERS))
      .filter(({ value }) => has(value, 'id', 'needs', 'follow', 'analyze') && !isDetector(value))
      .filter(({ value }) => !used.some((analyzer) => analyzer === value))
      .map(
        ({ file, name }) =>
          `no verb in src/commands/ lists ${name} of src/analyzers/${file}: add it to a verb's analyzers: [${name}]`,
      );

    expect(missing).toEqual([]);
  });

  it('have the name of their file for an id', async () => {
    const analyzers = (await exportsOf(ANALYZERS)).filter(({ value }) =>
      has(value, 'id', 'needs', 'follow', 'analyze'),
    );

    for (const { file, value } of analyzers) {
      expect(`${has(value, 'id') ? String(Reflect.get(value, 'id')) : ''}.ts`).toBe(file);
    }
    expect(analyzers.length).toBeGreaterThan(0);
  });
});

describe('the list of detectors', () => {
  it('holds every detector that a file in analyzers/ exports', async () => {
    const missing = (await exportsOf(ANALYZERS))
      .filter(({ value }) => isDetector(value) && !DETECTORS.some((detector) => detector === value))
      .map(
        ({ file, name }) =>
          `in src/analyzers/detectors.ts: import { ${name} } from './${file}';  and add ${name} to DETECTORS`,
      );

    expect(missing).toEqual([]);
  });

  it('has one of each id, in the order in which they are told', () => {
    expect(DETECTORS.map(({ id }) => id)).toEqual(DETECTOR_IDS);
  });

  it('has a test of each', () => {
    const tests = readdirSync(new URL('analyzers/', import.meta.url));

    expect(DETECTOR_IDS.filter((id) => !tests.includes(`${id}.test.ts`))).toEqual([]);
  });
});

describe('the backends', () => {
  it('are all held to what a query means', () => {
    const missing = readdirSync(BACKENDS)
      .filter((folder) => existsSync(new URL(`${folder}/engine.ts`, BACKENDS)))
      .filter((folder) => !callsContract(new URL(`backends/${folder}/`, import.meta.url)))
      .map((folder) => `test/backends/${folder}/ has no test that calls answersAsMemoryDoes`);

    expect(missing).toEqual([]);
  });
});

describe('the list of listeners', () => {
  it('holds every listener that a file in slack/ exports', () => {
    const missing = readdirSync(SLACK, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) =>
        [
          ...readFileSync(new URL(file, SLACK), 'utf8').matchAll(
            /^export function (listenTo\w+)\(app: App,/gm,
          ),
        ].map(([, name = '']) => ({ file, name })),
      )
      .filter(({ name }) => !LISTENERS.some((listen) => listen.name === name))
      .map(
        ({ file, name }) =>
          `in src/slack/listeners.ts: import { ${name} } from './${file}';  and add ${name} to LISTENERS`,
      );

    expect(missing).toEqual([]);
    expect(LISTENERS.length).toBeGreaterThan(0);
  });
});

describe('the list of migrations', () => {
  it('holds every file in migrations/, in the order of their numbers', async () => {
    const files = readdirSync(MIGRATIONS).map((file) => file.replace('.ts', ''));
    const store = await openStore({ url: null, path: ':memory:' });
    const rows = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(
      store.db,
    );
    await store.close();
    const done = rows.rows.map(({ name }) => name);

    const missing = files
      .filter((file) => !done.includes(file))
      .map(
        (file) => `in src/store/migrate.ts: import src/store/migrations/${file}.ts and add it to MIGRATIONS`,
      );

    expect(missing).toEqual([]);
    expect(done).toEqual(files.toSorted());
  });
});
