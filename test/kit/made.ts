/** flows as it is installed, and the bot that is killed, made of the sources. Neither checks types, which others do. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { build } from 'rolldown';
import { madeOnce, ROOT } from './made-once.ts';

/** What has a binary beside it, or starts a thread from a file of its own. */
const LEFT_OUT = /^(?:@duckdb\/|@resvg\/|libsql$|pg-native$|pino$)/;

async function compile(folder: string): Promise<void> {
  const tsc = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--noCheck'];
  const compiler = spawn(process.execPath, [...tsc, '--outDir', folder], { cwd: ROOT, stdio: 'inherit' });
  const [code] = await once(compiler, 'exit');
  if (code !== 0) throw new Error(`flows could not be compiled: tsc ended with ${code}`);
}

async function bundle(folder: string): Promise<void> {
  await build({
    input: join(ROOT, 'test', 'e2e', 'killed', 'bot.ts'),
    platform: 'node',
    external: LEFT_OUT,
    output: { dir: folder, format: 'esm' },
    logLevel: 'silent',
  });
}

/** @returns the folder of `main.js`, `cli.js` and all others, as `npm run build` makes them */
export function compiledFlows(): Promise<string> {
  return madeOnce('compiled', compile);
}

/** In one piece: loading its thousand files takes longer than what it is killed in. @returns the file to start */
export async function bundledBot(): Promise<string> {
  return join(await madeOnce('bundled', bundle), 'bot.js');
}
