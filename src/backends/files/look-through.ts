/**
 * A text file, looked through for what DuckDB would not tell: it checks neither that a gzip file is whole nor its checksum, and a line of very many
 * values takes it time by the square of the line's length (a damaged file of 42 kB took a minute).
 */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGunzip, gunzip } from 'node:zlib';
import type { Head } from './head.ts';
import type { RecordFile } from './record-file.ts';

export interface LookedThrough {
  /** A gzip file that ends in the middle: what came after that is not there. */
  readonly isCut: boolean;
  /** A line is longer than any record is. */
  readonly hasLongLine: boolean;
}

/** Bytes. A record with every field that there is has about a thousand. */
const LONGEST_LINE = 8192;
const CHUNK = 1024 * 1024;
/** Bytes on the disk, and unpacked. A stream for each of a thousand small files takes longer than what is in them. */
export const SMALL = 1_000_000;
const MOST_OF_SMALL = 50_000_000;
const NEWLINE = 10;

/** @throws what the file system or zlib gives for a file that cannot be read, or is damaged. */
export async function lookThrough(
  { path, bytes }: Pick<RecordFile, 'path' | 'bytes'>,
  packed: Head['packed'],
): Promise<LookedThrough> {
  const small = bytes > SMALL ? null : await wholeText(path, packed);
  return small ? { isCut: false, hasLongLine: longLines()(small) } : lookThroughParts(path, packed);
}

/** Null where it is damaged or unpacks to too much, which is looked at in parts. */
async function wholeText(path: string, packed: Head['packed']): Promise<Buffer | null> {
  const content = await readFile(path);
  if (packed !== 'gzip') return content;
  try {
    return await promisify(gunzip)(content, { maxOutputLength: MOST_OF_SMALL });
  } catch {
    // What is wrong with it is told where it is looked at in parts.
    return null;
  }
}

async function lookThroughParts(path: string, packed: Head['packed']): Promise<LookedThrough> {
  const isLong = longLines();
  let hasLongLine = false;
  const unpack = packed === 'gzip' ? createGunzip({ chunkSize: CHUNK }) : new PassThrough();
  try {
    await pipeline(
      createReadStream(path, { highWaterMark: CHUNK }),
      unpack,
      async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) hasLongLine ||= isLong(chunk);
      },
    );
    return { isCut: false, hasLongLine };
  } catch (error) {
    if (!isCutOff(error)) throw error;
    return { isCut: true, hasLongLine };
  }
}

/** zlib's word for an end that comes too early. */
function isCutOff(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR';
}

/** Tells of each part of a text whether a line that is too long ends or goes on in it. It looks where lines end from one longest line to the next. */
function longLines(): (chunk: Buffer) => boolean {
  /** Bytes since the last line ended. */
  let open = 0;
  return (chunk) => {
    let from = 0;
    while (from + LONGEST_LINE - open < chunk.length) {
      const end = chunk.lastIndexOf(NEWLINE, from + LONGEST_LINE - open);
      if (end < from) return true;
      from = end + 1;
      open = 0;
    }
    const last = chunk.lastIndexOf(NEWLINE);
    open = last < from ? open + chunk.length - from : chunk.length - last - 1;
    return false;
  };
}
