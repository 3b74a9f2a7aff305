/** Where the result of one question lies as a file until Slack has it. */
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResultFile } from '../../diagnosis/diagnosis.ts';
import type { FileResult, NotSaved, SaveFile } from '../../investigation/result-file.ts';
import { writeFailure } from '../../results/failure.ts';
import type { Attachment } from '../delivery/upload.ts';

/** Slack takes files of up to 1 GB; a file that a person opens in a browser is far smaller. */
export const MOST_BYTES = 50_000_000;

export interface ResultFolder {
  readonly save: SaveFile;
  /** The file that was written, to be sent. @throws where there is none. */
  attachment(file: ResultFile): Promise<Attachment>;
  /** Removes what was written, and first awaits what is being written. Never rejects for what is not there. */
  remove(): Promise<void>;
}

/** The answer is there all the same, and says so. */
function notMade(parent: string, error: unknown): NotSaved {
  const { happened } = writeFailure(parent, error);
  return {
    noFile: `I could not write in ${parent}: ${happened} Whoever runs flows names a folder with room that it may write to: TMPDIR.`,
  };
}

/** @param parent where temporary files may be. @param now seconds since the epoch */
export function resultFolder(parent: string, now: number): ResultFolder {
  let folder: Promise<string> | undefined;
  /** A question that is cancelled ends before its writing has noticed. */
  const writing = new Set<Promise<unknown>>();

  async function write(result: FileResult, signal: AbortSignal) {
    const [{ saveAt }, { fileName }] = await Promise.all([
      import('../../results/save.ts'),
      import('../../results/name.ts'),
    ]);
    signal.throwIfAborted();
    folder ??= mkdtemp(join(parent, 'flows-result-'));
    const name = fileName(result, now);
    const own = await folder.catch((error: unknown) => notMade(parent, error));
    if (typeof own !== 'string') return own;
    return { name, bytes: await saveAt({ path: join(own, name), folder: own }, result, signal) };
  }

  return {
    save(result, signal) {
      const written = write(result, signal);
      writing.add(written);
      return written;
    },
    async attachment({ name }) {
      if (!folder) throw new TypeError(`nothing was written to ${name}`);
      return { name, title: name, altText: null, content: await openAsBlob(join(await folder, name)) };
    },
    async remove() {
      await Promise.allSettled(writing);
      const own = await folder?.catch(() => undefined);
      if (own !== undefined) await rm(own, { recursive: true, force: true });
    },
  };
}
