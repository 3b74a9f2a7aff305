#!/usr/bin/env node
/** The `flows` command as a process: arguments, streams, signals, exit code. What it loads beyond that, it loads when it is needed. */
import { access, readFile } from 'node:fs/promises';
import { lookUp } from './address-lookup.ts';
import { environment, loadConfig } from './config.ts';
import { crashText, hidingOutput, hidingSecrets } from './process-secrets.ts';
import type { Answers } from './setup/init/answers.ts';
import type { Written } from './setup/init/write-file.ts';
import type { DeedsWanted } from './store/audit.ts';
import type { SourceFlags } from './terminal/arguments.ts';
import { run } from './terminal/run.ts';
import { version } from './terminal/version.ts';

const env = environment();
const hide = hidingSecrets(env);
const stdout = hidingOutput(process.stdout, hide);
const stderr = hidingOutput(process.stderr, hide);
const monotonic = () => performance.now();
const readText = (path: string) => readFile(path, 'utf8');

/** The first Ctrl-C stops the query where it runs; the second one, the process. */
const stop = new AbortController();
for (const [signal, reason, code] of [
  ['SIGINT', 'Ctrl-C was pressed', 130],
  ['SIGTERM', 'the process was asked to stop', 143],
] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(code);
    stop.abort(new Error(reason));
  });
}

/** A reader that has seen enough (`flows top | head`) closes the pipe: that is no error. */
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

async function openSources(flags: SourceFlags, now: number, read = env) {
  const { openSources: open } = await import('./sources.ts');
  return open(flags, { env: read, now: () => now, monotonic, readText });
}

async function readSources(flags: SourceFlags) {
  const { settingsFor } = await import('./sources.ts');
  return settingsFor(flags, { env, readText });
}

async function readBudgets(flags: SourceFlags) {
  const { budgetsFor } = await import('./sources.ts');
  return budgetsFor(flags, { env, readText });
}

async function readDetection({ config: path }: SourceFlags) {
  const { detection } = await loadConfig({ env, readText, path });
  const { openDetection } = await import('./detection-settings.ts');
  return openDetection(detection, () => Math.floor(Date.now() / 1000))();
}

async function readAudit({ config: path }: SourceFlags, wanted: DeedsWanted) {
  const { store } = await loadConfig({ env, readText, path });
  const [{ readStore }, { createAudit }] = await Promise.all([
    import('./store/read-only.ts'),
    import('./store/audit.ts'),
  ]);
  return readStore(store, (db) => createAudit(db).list(wanted));
}

async function* examine(flags: SourceFlags) {
  const [{ examine: looked }, { systemClock }] = await Promise.all([
    import('./setup/doctor/doctor.ts'),
    import('./backends/aws/pace.ts'),
  ]);
  const { config: path } = flags;
  yield* looked({
    env,
    load: (read) => loadConfig({ env: read, readText, path }),
    open: (read) =>
      openSources(path === undefined ? {} : { config: path }, Math.floor(Date.now() / 1000), read),
    now: Date.now,
    clock: systemClock(monotonic),
    signal: stop.signal,
    timeout: (milliseconds) => AbortSignal.timeout(milliseconds),
  });
}

/** Whoever waits for a list wants to type the names instead, soon. Milliseconds. */
const LISTED_WITHIN = 10_000;

async function findLogGroups({ region, role, externalId }: Answers) {
  const [{ loadFlowLogs }, { groupsWrittenTo }] = await Promise.all([
    import('./backends/ec2/flow-logs.ts'),
    import('./backends/insights/log-groups.ts'),
  ]);
  const settings = {
    ...(region === null ? {} : { region }),
    ...(role === null ? {} : { role: { arn: role, ...(externalId === null ? {} : { externalId }) } }),
  };
  const late = AbortSignal.timeout(LISTED_WITHIN);
  try {
    const listed = await loadFlowLogs(settings, AbortSignal.any([stop.signal, late]), 'cloud-watch-logs');
    return listed.flowLogs && groupsWrittenTo(listed.flowLogs);
  } catch (error) {
    if (late.aborted) return null;
    throw error;
  }
}

const files = {
  exists: (path: string) =>
    access(path).then(
      () => true,
      () => false,
    ),
  async write(written: Written) {
    const { writeWhole } = await import('./setup/init/write-file.ts');
    await writeWhole(written);
  },
  // It lies one folder up, from the sources as from the build.
  manifest: () => readFile(new URL('../manifest.yml', import.meta.url), 'utf8'),
};

/** Somebody sits there only where both ends are a terminal. */
const isInteractive = process.stdin.isTTY === true && stderr.isTTY === true;
const ask = async (prompt: string) => {
  const { askPerson } = await import('./terminal/ask.ts');
  return askPerson(prompt, { input: process.stdin, output: stderr }, stop.signal);
};

async function runDemo(): Promise<number> {
  const demo = await import('./demo/run.ts');
  // A script that asks for the demo wants its answer; a person wants to go on asking.
  const staysUp = stdout.isTTY === true && !env['CI'];
  const { signal } = stop;
  await demo.runDemo({ stdout, stderr, staysUp, signal, now: Date.now, monotonic });
  return 0;
}

function tellOfCrash(error: unknown): void {
  stderr.write(
    `flows itself failed; please report this with the command and the version:\n${crashText(error)}\n`,
  );
}

process.on('uncaughtException', (error) => {
  tellOfCrash(error);
  process.exit(1);
});

try {
  process.exitCode = await run(process.argv.slice(2), {
    stdout,
    stderr,
    env,
    now: Date.now,
    monotonic,
    signal: stop.signal,
    openSources,
    readSources,
    readBudgets,
    readDetection,
    readAudit,
    examine,
    findLogGroups,
    files,
    ...(isInteractive ? { ask } : {}),
    lookUp,
    runDemo,
    version,
  });
} catch (error) {
  tellOfCrash(error);
  process.exitCode = 1;
}
