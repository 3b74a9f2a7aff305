/** Why a result could not be written, as a value that a person can act on. */
import { SourceError } from '../query/source-error.ts';

const KNOWN: Readonly<Record<string, { readonly happened: string; readonly todo: string }>> = {
  EEXIST: {
    happened: 'there is a file of that name already.',
    todo: 'Name another file, or remove that one first: nothing is written over.',
  },
  ENOSPC: {
    happened: 'the disk is full.',
    todo: 'Free some space, ask for a shorter window, or write to another disk (TMPDIR names the one for temporary files).',
  },
  EDQUOT: { happened: 'the quota of the disk is used up.', todo: 'Free some space, or write elsewhere.' },
  EACCES: { happened: 'flows may not write there.', todo: 'Name a place where it may.' },
  EROFS: { happened: 'the file system is read-only.', todo: 'Name a place on another one.' },
  ENOENT: { happened: 'there is no such directory.', todo: 'Make the directory first, or name another one.' },
  EISDIR: { happened: 'that is a directory.', todo: 'Name a file in it.' },
};

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  // DuckDB reports what the system says in words.
  return /no space left|disk (?:is )?full/i.test(String(error)) ? 'ENOSPC' : '';
}

/** What the source says stays as it is. */
export function writeFailure(path: string, error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const known = KNOWN[codeOf(error)] ?? {
    happened: `${message}.`,
    todo: 'Name another file, or ask again without one.',
  };
  const about = { code: 'unreadable', attempted: `write ${path}`, cause: error } as const;
  return new SourceError({ ...about, ...known, isOfSource: false });
}
