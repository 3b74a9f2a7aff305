/** Measures what is claimed about speed, each figure beside a bare rival in the same run, and prints one line a figure. */
import { benchAck } from './ack.ts';
import { benchCoalescing } from './coalescing.ts';
import { benchCompile } from './compile.ts';
import { benchDecode } from './decode.ts';
import { benchFile } from './file.ts';
import { benchParquet } from './parquet.ts';
import { benchParse } from './parse.ts';
import { benchPoller } from './poller.ts';
import { benchTop } from './top.ts';
import { benchWatch } from './watch.ts';

const wanted = process.argv[2];
const benches = {
  parse: benchParse,
  compile: benchCompile,
  top: benchTop,
  parquet: benchParquet,
  file: benchFile,
  decode: benchDecode,
  ack: benchAck,
  poller: benchPoller,
  coalescing: benchCoalescing,
  watch: benchWatch,
};

for (const [name, bench] of Object.entries(benches)) {
  if (wanted && wanted !== name) continue;
  for (const { name: figure, ratio, detail } of await bench()) {
    process.stdout.write(`${figure.padEnd(60)} ${ratio.toFixed(2).padStart(8)}   ${detail}\n`);
  }
}
