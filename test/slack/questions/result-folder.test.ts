import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FileResult } from '../../../src/investigation/result-file.ts';
import { resultFolder } from '../../../src/slack/questions/result-folder.ts';
import { NOW } from '../../kit/scope.ts';

async function parent(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'flows-folders-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

function result(pages: FileResult['pages']): FileResult {
  return { form: 'csv', verb: 'records', columns: [{ key: 'bytes', title: 'bytes', unit: 'bytes' }], pages };
}

async function* onePage() {
  yield [{ bytes: 1 }];
}

describe('the folder of a result', () => {
  it('is gone with its file when the question has ended', async () => {
    const place = await parent();
    const folder = resultFolder(place, NOW);
    await folder.save(result(onePage()), new AbortController().signal);

    await folder.remove();

    expect(await readdir(place)).toEqual([]);
  });

  it('is not left behind by a question that ends while it writes', async () => {
    const place = await parent();
    const folder = resultFolder(place, NOW);
    const cancelled = new AbortController();
    async function* pages() {
      yield [{ bytes: 1 }];
      cancelled.abort(new Error('Ada pressed Cancel.'));
      yield [{ bytes: 2 }];
    }
    const saved = folder.save(result(pages()), cancelled.signal);

    const [outcome] = await Promise.allSettled([saved, folder.remove()]);

    expect(outcome).toMatchObject({ reason: { message: 'Ada pressed Cancel.' } });
    expect(await readdir(place)).toEqual([]);
  });

  it('that cannot be made is no file, with the reason and what to do, and nothing is read for it', async () => {
    const place = join(await parent(), 'gone');
    const folder = resultFolder(place, NOW);
    let isRead = false;
    async function* pages() {
      isRead = true;
      yield [];
    }

    const saved = await folder.save(result(pages()), new AbortController().signal);
    await folder.remove();

    expect(saved).toEqual({
      noFile: `I could not write in ${place}: there is no such directory. Whoever runs flows names a folder with room that it may write to: TMPDIR.`,
    });
    expect(isRead).toBe(false);
  });

  it('is not made for a question that was cancelled', async () => {
    const place = await parent();
    const folder = resultFolder(place, NOW);

    await expect(folder.save(result(onePage()), AbortSignal.abort(new Error('stopped')))).rejects.toThrow(
      'stopped',
    );
    await folder.remove();

    expect(await readdir(place)).toEqual([]);
  });
});
