import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configurationPage } from './configuration-page.ts';
import { configurationSchemaFile } from './configuration-schema.ts';
import { detectorsPage } from './detectors-page.ts';
import { verbsPage } from './verbs-page.ts';

const DOCS = new URL('../../docs/', import.meta.url);
const PAGES = {
  'configuration.md': configurationPage,
  'detectors.md': detectorsPage,
  'flows.config.schema.json': configurationSchemaFile,
  'verbs.md': verbsPage,
} as const;

describe('the generated pages', () => {
  it.each(Object.entries(PAGES))('%s says what the code says: else run `npm run docs`', (file, page) => {
    const place = new URL(file, DOCS);
    if (process.env['FLOWS_DOCS'] === 'write') writeFileSync(place, page());

    expect(readFileSync(place, 'utf8')).toBe(page());
  });

  it('say of every setting of a detector what it does', () => {
    expect(detectorsPage().match(/^ *- `[\w.[\]]+`(?:, .*)?: $/gm) ?? []).toEqual([]);
  });
});
