/** A Postgres of a test's own, which it may stop and start: in a folder that is removed again, with nobody else's data. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import { notTested } from './not-tested.ts';

const run = promisify(execFile);
/** Debian keeps each version in a folder of its own, and only its clients in the PATH. */
const DEBIAN = '/usr/lib/postgresql';

function folderOfBinaries(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(DEBIAN, version, 'bin')), '/usr/local/bin', '/usr/bin'];
  return folders.find((folder) => existsSync(join(folder, 'initdb'))) ?? null;
}

const BINARIES = folderOfBinaries();
const isRoot = process.getuid?.() === 0;

/** Whether there is one; said loudly where not. */
export const hasOwnPostgres =
  BINARIES !== null || notTested('a Postgres that is stopped', 'there is no initdb (Debian: postgresql)');

/** Postgres refuses to run as root. */
async function asPostgres(program: string, args: readonly string[]): Promise<string> {
  const path = join(BINARIES ?? '', program);
  const [command, all] = isRoot ? ['runuser', ['-u', 'postgres', '--', path, ...args]] : [path, args];
  const { stdout } = await run(command, all, { cwd: '/' });
  return stdout;
}

export interface OwnPostgres {
  readonly port: number;
  /** As a crash ends it: without a word to whoever is connected. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it, where it runs, and leaves nothing of it. */
  remove(): Promise<void>;
}

/** Runs from now on. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'flows-postgres-'));
  if (isRoot) {
    const ids = await Promise.all(['-u', '-g'].map((which) => run('id', [which, 'postgres'])));
    const [user = 0, group = 0] = ids.map(({ stdout }) => Number(stdout));
    await chown(folder, user, group);
  }
  await chmod(folder, 0o700);
  const data = join(folder, 'data');
  const port = await freePort();
  const access = ['--username', 'flows', '--auth', 'trust'];
  await asPostgres('initdb', ['--pgdata', data, ...access, '--encoding', 'UTF8', '--no-sync']);
  const settings = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories='' -c fsync=off`;
  const start = async () => {
    const where = ['--pgdata', data, '--log', join(folder, 'log')];
    await asPostgres('pg_ctl', [...where, '--wait', '--options', settings, 'start']);
  };
  const stop = async () => {
    await asPostgres('pg_ctl', ['--pgdata', data, '--mode', 'immediate', '--wait', 'stop']);
  };
  await start();
  return {
    ...{ port, stop, start },
    async remove() {
      // It may be stopped already.
      await stop().catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Of the store, through whatever listens on that port. */
export function urlOn(port: number): string {
  return `postgres://flows@127.0.0.1:${port}/postgres`;
}
