/** How fast text becomes records, against the least that any reader must do: split each line and convert its numbers. */
import { performance } from 'node:perf_hooks';
import { recordReader } from '../../src/record/parse-lines.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { type Measured, median, randomNumbers } from './measure.ts';

const LINES = 1_000_000;
const ROUNDS = 5;

function makeLines(count: number): readonly string[] {
  const random = randomNumbers(7);
  const text = Array.from({ length: count }, (_, index) => {
    const start = 1_700_000_000 + Math.floor(index / 500);
    const source = `10.${random(256)}.${random(256)}.${random(256)}`;
    const destination = `172.31.${random(256)}.${random(256)}`;
    const counts = `${1 + random(2000)} ${40 + random(3_000_000)}`;
    const action = random(8) === 0 ? 'REJECT' : 'ACCEPT';
    const ports = `${32_768 + random(28_000)} ${random(1024)}`;
    return `2 123456789010 eni-0${(random(2 ** 30) + 2 ** 30).toString(16)}abcdef01 ${source} ${destination} ${ports} 6 ${counts} ${start} ${start + 60} ${action} OK`;
  }).join('\n');
  // Cut out of one text, as lines of a file are.
  return text.split('\n');
}

interface BareRecord {
  readonly version: number;
  readonly accountId: string | undefined;
  readonly interfaceId: string | undefined;
  readonly srcAddr: string | undefined;
  readonly dstAddr: string | undefined;
  readonly srcPort: number;
  readonly dstPort: number;
  readonly protocol: number;
  readonly packets: number;
  readonly bytes: number;
  readonly start: number;
  readonly end: number;
  readonly action: string | undefined;
  readonly logStatus: string | undefined;
}

function bareRecord(line: string): BareRecord {
  const parts = line.split(' ');
  return {
    version: Number(parts[0]),
    accountId: parts[1],
    interfaceId: parts[2],
    srcAddr: parts[3],
    dstAddr: parts[4],
    srcPort: Number(parts[5]),
    dstPort: Number(parts[6]),
    protocol: Number(parts[7]),
    packets: Number(parts[8]),
    bytes: Number(parts[9]),
    start: Number(parts[10]),
    end: Number(parts[11]),
    action: parts[12],
    logStatus: parts[13],
  };
}

/** Both sum the bytes, so that neither loop can be optimised away and both can be seen to have read the same. */
function bareLoop(lines: readonly string[]): number {
  let bytes = 0;
  for (const line of lines) bytes += bareRecord(line).bytes;
  return bytes;
}

function ourLoop(lines: readonly string[]): number {
  let bytes = 0;
  let number = 0;
  const reader = recordReader({ file: 'generated' });
  const take = (record: FlowRecord): void => {
    bytes += record.bytes ?? 0;
  };
  for (const line of lines) {
    number += 1;
    reader.read(line, number, take);
  }
  return bytes;
}

function secondsOf(run: () => number): { readonly seconds: number; readonly result: number } {
  const begun = performance.now();
  const result = run();
  return { seconds: (performance.now() - begun) / 1000, result };
}

/** Reads a million default-format lines with the whole reader and with the bare loop, in turn, and compares the medians. */
export async function benchParse(): Promise<Measured[]> {
  const lines = makeLines(LINES);
  const bare: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const first = secondsOf(() => bareLoop(lines));
    const second = secondsOf(() => ourLoop(lines));
    if (first.result !== second.result)
      throw new RangeError(`The loops read different bytes: ${first.result} and ${second.result}.`);
    // The first round warms up.
    if (round === 0) continue;
    bare.push(first.seconds);
    ours.push(second.seconds);
  }
  const millions = (seconds: number): string => (LINES / seconds / 1e6).toFixed(2);
  return [
    {
      name: 'text lines to records, against split and convert',
      ratio: median(bare) / median(ours),
      detail: `${millions(median(ours))} against ${millions(median(bare))} million records a second, medians of ${ROUNDS} rounds of ${LINES} lines`,
    },
  ];
}
