/** Runs one statement over files, so that it can be watched and stopped. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { RunOptions } from '../../query/engine.ts';
import { SourceError } from '../../query/source-error.ts';
import { damagedAmong } from './damaged-file.ts';
import { filesText } from './file-report.ts';
import type { KnownFile } from './known-file.ts';
import { ODD_WORD } from './relation.ts';
import { quotedText } from './sql.ts';
import type { Columns, Statement } from './statement.ts';

const PROGRESS_MILLISECONDS = 250;

/** Runs a statement; aborting the signal interrupts it. `odd-word`: it has to be run again over strict relations. */
export async function execute(
  connection: DuckDBConnection,
  { text, parameters }: Statement,
  files: readonly KnownFile[],
  { signal, onProgress }: RunOptions,
): Promise<Columns | 'odd-word'> {
  const interrupt = () => connection.interrupt();
  signal.addEventListener('abort', interrupt, { once: true });
  const timer = setInterval(() => {
    const { percentage } = connection.progress;
    if (percentage > 0)
      onProgress?.({
        text: `read ${Math.floor(percentage)} % of ${filesText(files)}`,
        done: percentage / 100,
      });
  }, PROGRESS_MILLISECONDS);
  try {
    onProgress?.({ text: `reading ${filesText(files)}` });
    signal.throwIfAborted();
    const result = await withinMemory(connection, () => connection.runAndReadAll(text, [...parameters]));
    signal.throwIfAborted();
    return result.getColumnsObjectJS();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && error.message.includes(ODD_WORD)) return 'odd-word';
    const culprit =
      fileIn(files, error) ?? (isOutOfMemory(error) ? undefined : await damagedAmong(connection, files));
    signal.throwIfAborted();
    throw failed(culprit?.path ?? filesText(files), error);
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', interrupt);
  }
}

/** What cannot do with the memory that DuckDB was given may have as much as DuckDB takes by itself, from then on. */
async function withinMemory<T>(connection: DuckDBConnection, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!isOutOfMemory(error) || !(await liftLimit(connection))) throw error;
    return run();
  }
}

async function memoryLimit(connection: DuckDBConnection): Promise<string> {
  const told = await connection.runAndReadAll(`SELECT current_setting('memory_limit')`);
  return String(told.getRowsJS()[0]?.[0]);
}

/** DuckDB forgets the limit where it is reset, and goes on to keep it until it is set to another one. @returns whether there is more now */
async function liftLimit(connection: DuckDBConnection): Promise<boolean> {
  const before = await memoryLimit(connection);
  await connection.run('RESET memory_limit');
  const after = await memoryLimit(connection);
  await connection.run(`SET memory_limit = ${quotedText(after)}`);
  return after !== before;
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Out of Memory Error');
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

/** DuckDB's message mostly says which file, where it is a file's fault. */
function fileIn(files: readonly KnownFile[], error: unknown): KnownFile | undefined {
  const message = messageOf(error);
  return files.find(({ path }) => message.includes(path)) ?? (files.length === 1 ? files[0] : undefined);
}

function failed(read: string, error: unknown): SourceError {
  const message = messageOf(error);
  return new SourceError({
    code: 'unreadable',
    attempted: `read records from ${read}`,
    happened: /[.!?]$/.test(message) ? message : `${message}.`,
    todo: isOutOfMemory(error)
      ? 'Ask for a shorter window, or of fewer addresses.'
      : 'Check that the file is whole: fetch it again, or leave it out.',
    cause: error,
  });
}
