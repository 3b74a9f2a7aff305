import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EnvironmentSchema } from '../../src/config-environment.ts';
import { readConfig } from '../../src/config-schema.ts';
import { configurationPage } from './configuration-page.ts';
import { configurationSchema } from './configuration-schema.ts';
import { EXAMPLE, exampleOf } from './example-configuration.ts';
import { everySetting, topSettings } from './settings.ts';

const SOURCE = new URL('../../src/', import.meta.url);
const SETTINGS = everySetting(configurationSchema());

function issuesOf(text: string): readonly string[] {
  const read = readConfig({}, { path: 'flows.config.yaml', text });
  return 'issues' in read ? read.issues : [];
}

function environmentRead(): ReadonlySet<string> {
  const texts = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(file, SOURCE), 'utf8'));
  return new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/\benv(?:\[')?\.?([A-Z][A-Z_]+)\b/g)].map(([, name = '']) => name),
    ),
  );
}

describe('the page on the configuration', () => {
  it('says of every setting what it is for: else `.describe(…)` it in src/config-*.ts', () => {
    expect(SETTINGS.filter(({ node }) => !node.description).map(({ path }) => path)).toEqual([]);
    expect(SETTINGS.length).toBeGreaterThan(80);
  });

  it('has every setting', () => {
    const page = configurationPage();

    const missing = SETTINGS.filter(
      ({ path, node }) =>
        !page.includes(`- \`${path}\` (`) && !page.includes(`## ${path}\n`) && node.const === undefined,
    );

    expect(missing.map(({ path }) => path)).toEqual([]);
  });

  it('says of every variable of the environment what it is for: else `.describe(…)` it in src/config-environment.ts', () => {
    const { properties = {} } = z.toJSONSchema(EnvironmentSchema, { io: 'input' });
    const silent = Object.entries(properties).filter(
      ([, node]) => typeof node === 'object' && !node.description,
    );

    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it('has every variable of the environment that is read', () => {
    const page = configurationPage();

    expect(environmentRead()).toContain('SLACK_BOT_TOKEN');
    expect([...environmentRead()].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('the example of the configuration', () => {
  it('shows every setting but those of the detectors', () => {
    const names = SETTINGS.map(({ path }) => path.split('.').at(-1) ?? '');

    expect(names.filter((name) => !new RegExp(`\\b${name}:`).test(EXAMPLE))).toEqual([]);
  });

  it.each(topSettings(configurationSchema()).map(([name]) => name))('can be copied: %s', (name) => {
    const text = name === 'sources' ? exampleOf(name) : `${exampleOf('sources')}\n${exampleOf(name)}`;

    expect(exampleOf(name)).not.toBe('');
    expect(issuesOf(text)).toEqual([]);
  });

  it('names the schema for editors', () => {
    const [, file = ''] = /^# yaml-language-server: \$schema=(\S+)$/m.exec(EXAMPLE) ?? [];

    expect(JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'))).toHaveProperty(
      'properties.sources',
    );
  });
});
