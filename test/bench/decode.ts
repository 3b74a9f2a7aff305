/** How long `flows decode '<record>'` takes from a cold start, beside a bare `node -e 0`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Measured, median } from './measure.ts';

const CLI = fileURLToPath(new URL('../../src/cli.js', import.meta.url));
const RECORD =
  '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK';
const ROUNDS = 15;

function seconds(args: readonly string[]): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return (performance.now() - began) / 1000;
}

export async function benchDecode(): Promise<Measured[]> {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(seconds(['-e', '0']));
    ours.push(seconds([CLI, 'decode', RECORD]));
  }
  const [mine, least] = [median(ours), median(bare)];
  return [
    {
      name: 'decode, cold start (wanted: under 0.40 s)',
      ratio: mine / least,
      detail: `${mine.toFixed(3)} s, bare node ${least.toFixed(3)} s, medians of ${ROUNDS}`,
    },
  ];
}
