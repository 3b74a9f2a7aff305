/** The beginning of a file, unpacked: enough to tell how its records are written. */
import { open } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';

export interface Head {
  readonly packed: 'none' | 'gzip' | 'parquet';
  /** Empty for Parquet. The last line may be cut. */
  readonly text: string;
  /** The file goes on after it. */
  readonly isCut: boolean;
}

/** On the disk. */
export const HEAD_BYTES = 64 * 1024;

export async function readHead(path: string): Promise<Head> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(buffer, 0, HEAD_BYTES, 0);
    const bytes = buffer.subarray(0, bytesRead);
    if (bytes.subarray(0, 4).toString('latin1') === 'PAR1')
      return { packed: 'parquet', text: '', isCut: false };
    const isCut = bytesRead === HEAD_BYTES;
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b)
      return { packed: 'none', text: bytes.toString('utf8'), isCut };
    const text = gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8');
    return { packed: 'gzip', text, isCut };
  } finally {
    await file.close();
  }
}
