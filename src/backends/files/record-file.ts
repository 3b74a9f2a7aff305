/** The files that paths, globs and directories name, as S3 delivers them or as someone saved them. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SourceError } from '../../query/source-error.ts';

export interface RecordFile {
  readonly path: string;
  /** On disk, so compressed where the file is. */
  readonly bytes: number;
  /** Tells this content from a later one under the same path. */
  readonly version: string;
}

/** What a directory's files end in when they hold records; a file that is named itself may be called anything. */
const RECORD_FILE = /\.(?:log|gz|parquet|jsonl?|ndjson|txt)$/i;

const TODO = 'Name a file, a directory, or a glob in quotes such as "logs/**/*.log.gz".';

/** Finds the paths that a glob stands for. */
export type Glob = (pattern: string) => Promise<readonly string[]>;

async function fileAt(path: string): Promise<RecordFile> {
  const { size, mtimeMs } = await stat(path);
  return { path, bytes: size, version: `${size} ${mtimeMs}` };
}

async function filesUnder(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && RECORD_FILE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

async function pathsOf(named: string, glob: Glob): Promise<readonly string[]> {
  const found = await stat(named).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw unreadable(named, error);
  });
  if (found?.isDirectory()) {
    const files = await filesUnder(named);
    if (files.length > 0) return files;
    throw notFound(named, 'the directory has no file that ends in .log, .gz, .parquet, .json or .txt.');
  }
  if (found) return [named];
  const matching = /[*?[\]{}]/.test(named) ? await glob(named) : [];
  if (matching.length > 0) return matching;
  throw notFound(named, /[*?[\]{}]/.test(named) ? 'no file matches.' : 'there is no such file or directory.');
}

function notFound(named: string, happened: string): SourceError {
  return new SourceError({
    code: 'not-found',
    attempted: `read records from ${named}`,
    happened,
    todo: TODO,
  });
}

export function unreadable(path: string, error: unknown): SourceError {
  // DuckDB repeats the statement on further lines.
  const [happened = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return new SourceError({
    code: 'unreadable',
    attempted: `read records from ${path}`,
    happened: /[.!?]$/.test(happened) ? happened : `${happened}.`,
    todo: 'Check that the file is whole and that flows may read it.',
    cause: error,
  });
}

/** Every file once, in the order of their paths; empty files hold nothing and are left out. @throws SourceError for a name that stands for no file. */
export async function findFiles(names: readonly string[], glob: Glob): Promise<readonly RecordFile[]> {
  const paths = (await Promise.all(names.map((name) => pathsOf(name, glob)))).flat();
  const files = await Promise.all([...new Set(paths)].sort().map(fileAt));
  return files.filter(({ bytes }) => bytes > 0);
}
