import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config.ts';
import { createAudit, type Deed } from '../../src/store/audit.ts';
import { readStore } from '../../src/store/read-only.ts';
import { controlsIn } from '../kit/shown-problems.ts';
import { DATABASES, openedStore, sqliteSettings } from '../kit/stores.ts';
import { flows, NOW } from './kit.ts';

const DEED: Deed = {
  ...{
    key: 'question/1',
    at: NOW - 60_000,
    by: 'U0ALICE',
    channel: 'C0OPS',
    action: 'question',
    outcome: 'done',
  },
  ...{ what: '=1+1', sources: ['core'], bytes: 5, verdict: 'listing', note: null },
};

describe('flows audit', () => {
  it('prints what the store holds of that time and person', async () => {
    const wanted: unknown[] = [];
    const ran = await flows(['audit', 'last', '7d', 'by', 'U0ALICE'], {
      readAudit: async (flags, of) => {
        wanted.push([flags, of]);
        return [DEED];
      },
    });

    const week = { start: NOW - 7 * 86_400_000, end: NOW + 1000 };
    expect(wanted).toEqual([[{}, { ...week, by: 'U0ALICE', most: 50_001 }]]);
    expect(ran).toMatchObject({ code: 0, stderr: '', opened: [] });
    expect(ran.stdout.split('\n')[1]).toMatch(/^23 Nov 14:09:00 +U0ALICE +C0OPS +question +done +=1\+1/);
  });

  it('prints JSON and CSV for programs, and CSV also by its words', async () => {
    const readAudit = async () => [DEED];

    const json = await flows(['audit', '--json'], { readAudit });
    const csv = await flows(['audit', '--csv'], { readAudit });
    const said = await flows(['audit', 'as', 'csv'], { readAudit });
    const markdown = await flows(['audit', '--markdown'], { readAudit });

    expect(JSON.parse(json.stdout)).toEqual([DEED]);
    expect(csv.stdout).toContain(
      `2026-11-23T14:09:00.000Z,U0ALICE,C0OPS,question,done,'=1+1,core,5,listing,`,
    );
    expect(said.stdout).toBe(csv.stdout);
    expect(markdown.stdout).toMatch(/^\| time \| by/);
  });

  it('prints JSON that moves no cursor and reorders nothing, whoever wrote what stands in it', async () => {
    const deed = { ...DEED, what: 'reject \u009b2J\u202etxt.exe' };

    const { stdout } = await flows(['audit', '--json'], { readAudit: async () => [deed] });

    expect(controlsIn(stdout)).toEqual([]);
    expect(JSON.parse(stdout)).toEqual([deed]);
  });

  it('says where there is no store, or none that can be read', async () => {
    const readAudit = async () => readStore({ url: null, path: '/nowhere/flows.db' }, async () => []);
    const missing = await flows(['audit'], { readAudit });
    const wrong = await flows(['audit'], {
      readAudit: () => Promise.reject(new ConfigError(['store.path is 5; it must be the path of a file.'])),
    });

    expect([missing.code, wrong.code]).toEqual([3, 3]);
    expect(missing.stderr).toContain('read the store /nowhere/flows.db');
    expect(missing.stderr).toContain('store.path');
    expect(wrong.stderr).toContain('store.path is 5');
  });
});

describe.each(DATABASES)('the store read by a guest, on %s', (_, settings) => {
  it('gives what the bot has written', async () => {
    const own = await settings();
    await createAudit((await openedStore(own)).db).enter(DEED);

    const deeds = await readStore(own, (db) => createAudit(db).list({ start: 0, end: NOW, most: 9 }));

    expect(deeds).toEqual([DEED]);
  });
});

describe('a file that no bot has written', () => {
  it('is left as it is', async () => {
    const own = await sqliteSettings();
    await expect(readStore(own, async () => null)).rejects.toThrow('read the store');

    expect(existsSync(own.path)).toBe(false);
  });
});
