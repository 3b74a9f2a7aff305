/**
 * What looking through text files has found. A file is looked through once: a small one before DuckDB reads it, as that takes no time, and a large one
 * beside DuckDB. One that is larger than any that AWS writes is looked through only where it does not end as a whole one does.
 */
import PQueue from 'p-queue';
import { endsWhole } from './gzip-end.ts';
import type { Head } from './head.ts';
import { type LookedThrough, lookThrough, SMALL } from './look-through.ts';
import type { RecordFile } from './record-file.ts';

/** Bytes on the disk: AWS begins another file where one has 75 MB ("Flow log files" in the VPC user guide). */
const LARGEST = 75_000_000;
const NOTHING_FOUND: LookedThrough = { isCut: false, hasLongLine: false };
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
  async atOnce(file: RecordFile, head: Head): Promise<LookedThrough | undefined> {
    if (file.bytes <= SMALL) return this.through(file, head.packed);
    const isTrusted = file.bytes > LARGEST && (head.packed !== 'gzip' || (await endsWhole(file, head)));
    return isTrusted ? this.#keep(file, NOTHING_FOUND) : this.of(file);
  }

  /** @throws as `lookThrough` */
  async through(file: RecordFile, packed: Head['packed']): Promise<LookedThrough> {
    const found = this.of(file) ?? (await this.#queue.add(() => lookThrough(file, packed)));
    return this.#keep(file, found);
  }

  #keep({ path, version }: RecordFile, found: LookedThrough): LookedThrough {
    this.#looked.set(path, { version, found });
    return found;
  }
}
