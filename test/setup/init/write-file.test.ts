import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeWhole } from '../../../src/setup/init/write-file.ts';

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'flows-init-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

describe('a file that is written whole', () => {
  it('is there with its text, and nothing beside it', async () => {
    const place = await folder();

    await writeWhole({ path: join(place, 'a.yaml'), text: 'a: 1\n', over: false });

    expect(await readdir(place)).toEqual(['a.yaml']);
    expect(await readFile(join(place, 'a.yaml'), 'utf8')).toBe('a: 1\n');
  });

  it('is never written over unless that was asked', async () => {
    const path = join(await folder(), 'a.yaml');
    await writeFile(path, 'mine');

    await expect(writeWhole({ path, text: 'a: 1\n', over: false })).rejects.toMatchObject({ code: 'EEXIST' });

    expect(await readFile(path, 'utf8')).toBe('mine');
  });

  it('takes the place of another one where that was asked', async () => {
    const path = join(await folder(), 'a.yaml');
    await writeFile(path, 'mine');

    await writeWhole({ path, text: 'a: 1\n', over: true });

    expect(await readFile(path, 'utf8')).toBe('a: 1\n');
  });

  it('leaves nothing where it cannot be written', async () => {
    const place = await folder();
    const path = join(place, 'a.yaml');
    await writeFile(`${path}.${process.pid}.new`, 'in the way');

    await expect(writeWhole({ path, text: 'a: 1\n', over: false })).rejects.toMatchObject({ code: 'EEXIST' });

    expect(await readdir(place)).toEqual([]);
  });
});
