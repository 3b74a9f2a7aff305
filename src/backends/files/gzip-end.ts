/** Whether a gzip file ends as one that is whole does, told by its last bytes alone: for files that would take long to unpack for that. */
import { open } from 'node:fs/promises';
import { HEAD_BYTES, type Head } from './head.ts';
import type { RecordFile } from './record-file.ts';

/** The size of what was packed, modulo 2³², is in the last four bytes (RFC 1952, 2.3.1). */
const SIZE_BYTES = 4;
const MODULUS = 2 ** 32;
/** By how much more or less the rest of a file may be packed than its beginning. */
const DIFFERENCE = 0.35;

/** @param file one that goes on after its head, `bytes` on the disk. @returns false where it does not, or cannot be told */
export async function endsWhole(
  { path, bytes }: Pick<RecordFile, 'path' | 'bytes'>,
  { text }: Pick<Head, 'text'>,
): Promise<boolean> {
  const expected = (Buffer.byteLength(text) / HEAD_BYTES) * bytes;
  if (expected * (1 + DIFFERENCE) >= MODULUS) return false;
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(SIZE_BYTES), 0, SIZE_BYTES, bytes - SIZE_BYTES);
    return Math.abs(buffer.readUInt32LE() / expected - 1) <= DIFFERENCE;
  } finally {
    await file.close();
  }
}
