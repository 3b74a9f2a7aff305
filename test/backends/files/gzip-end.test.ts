import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { endsWhole } from '../../../src/backends/files/gzip-end.ts';
import { HEAD_BYTES, readHead } from '../../../src/backends/files/head.ts';
import { randomOf } from '../../kit/random.ts';

const random = randomOf(1);
const number = (most: number) => Math.floor(random() * most);
const LINES = Array.from(
  { length: 40_000 },
  () =>
    `2 123456789010 eni-0a 10.0.1.${number(256)} 10.0.2.${number(256)} ${number(65_536)} 443 6 ${number(99)} ${number(99_999)} 1790000000 1790000060 ACCEPT OK`,
);
const PACKED = gzipSync(LINES.join('\n'));

async function isWhole(content: Uint8Array): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'flows-gzip-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'one.log.gz');
  writeFileSync(path, content);
  return endsWhole({ path, bytes: content.length }, await readHead(path));
}

describe('the end of a gzip file', () => {
  it('is that of a whole one', async () => {
    expect(PACKED.length).toBeGreaterThan(2 * HEAD_BYTES);
    expect(await isWhole(PACKED)).toBe(true);
  });

  it('is mostly seen to be none where it was cut', async () => {
    const cuts = Array.from({ length: 100 }, () => PACKED.subarray(0, PACKED.length - 1 - number(100_000)));

    const taken = await Promise.all(cuts.map(isWhole));

    expect(taken.filter(Boolean).length).toBeLessThan(5);
  });

  it('is not believed where another file was added to it', async () => {
    expect(await isWhole(Buffer.concat([PACKED, gzipSync('one more line')]))).toBe(false);
  });
});
