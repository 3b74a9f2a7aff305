/** Whether it is the store that does not work, and not what was asked of it: then the same succeeds as soon as the store does again. */

/**
 * SQLite's result codes of a disk that is full, broken or read-only, and of a file that others use (its page "Result and Error Codes"). Extended
 * ones begin with them.
 */
const SQLITE = /^SQLITE_(?:FULL|READONLY|IOERR|BUSY|LOCKED|CANTOPEN)/;

/**
 * Classes of Postgres' error codes (its manual, appendix A): connections, resources, an operator who intervenes, the system, and `25006`, a server
 * that only may be read, such as after a failover.
 */
const POSTGRES = /^(?:08|53|57|58)[0-9A-Z]{3}$|^25006$/;

/** Codes of node:net and node:dns. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);

/** What pg says of its connections without any code. */
const BROKEN = /^Connection terminated|is not queryable$|^timeout exceeded when trying to connect$/;

/** @param error what a call of the store rejected with */
export function isStoreTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return SQLITE.test(code) || POSTGRES.test(code) || UNREACHABLE.has(code) || BROKEN.test(error.message);
}
