/**
 * What looking through text files has found. A file is looked through once: a small one before DuckDB reads it, as that takes no time, and a large one
 * beside DuckDB, which takes three times as long for it.
 */
import PQueue from 'p-queue';
import type { Head } from './head.ts';
import { type LookedThrough, lookThrough } from './look-through.ts';
import type { RecordFile } from './record-file.ts';

/** Bytes on the disk. */
const SMALL = 1_000_000;
/** One thread unpacks a file. */
const AT_ONCE = 2;

interface Looked {
  readonly version: string;
  readonly found: LookedThrough;
}

export class Looking {
  /** By path. */
  readonly #looked = new Map<string, Looked>();
  readonly #queue = new PQueue({ concurrency: AT_ONCE });

  /** Undefined where it was not looked through yet. */
  of({ path, version }: RecordFile): LookedThrough | undefined {
    const looked = this.#looked.get(path);
    return looked?.version === version ? looked.found : undefined;
  }

  /** Undefined also for a large one, which is read meanwhile. @throws as `lookThrough` */
  async atOnce(file: RecordFile, packed: Head['packed']): Promise<LookedThrough | undefined> {
    return file.bytes <= SMALL ? this.through(file, packed) : this.of(file);
  }

  /** @throws as `lookThrough` */
  async through(file: RecordFile, packed: Head['packed']): Promise<LookedThrough> {
    const found = this.of(file) ?? (await this.#queue.add(() => lookThrough(file, packed)));
    this.#looked.set(file.path, { version: file.version, found });
    return found;
  }
}
