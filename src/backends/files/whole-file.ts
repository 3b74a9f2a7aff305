/** A file that only the line parser opens, read whole. */
import { constants } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, constants as zlib } from 'node:zlib';
import type { RecordFormat } from '../../record/format.ts';
import { parseText, type Reading } from '../../record/parse-lines.ts';
import type { Head } from './head.ts';

/** Of a gzip file that ends in the middle what is there. @throws when it cannot be read, or has more text than a string holds (half a gigabyte). */
export async function readWhole(
  path: string,
  packed: Head['packed'],
  format: RecordFormat | undefined,
): Promise<Reading> {
  const bytes = await readFile(path);
  // What unpacks to more than a string holds is given up before it fills the memory.
  const most = { maxOutputLength: constants.MAX_STRING_LENGTH, finishFlush: zlib.Z_SYNC_FLUSH };
  const text = (packed === 'gzip' ? await promisify(gunzip)(bytes, most) : bytes).toString('utf8');
  return parseText(text, { file: path, ...(format ? { format } : {}) });
}
