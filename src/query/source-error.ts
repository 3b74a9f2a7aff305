/** Why a source of records could not be read, as a value that a person can act on. */

export type SourceErrorCode =
  | 'not-found'
  | 'unreadable'
  | 'no-credentials'
  | 'access-denied'
  | 'throttled'
  | 'too-many-queries'
  | 'rejected-query'
  | 'timed-out'
  | 'unavailable'
  | 'misconfigured';

export interface SourceErrorParts {
  readonly code: SourceErrorCode;
  /** What was being done: `read /var/log/flows.log`, `start a query on /vpc/flow`. */
  readonly attempted: string;
  /** What came back. */
  readonly happened: string;
  /** What the reader can do about it. */
  readonly todo: string;
  readonly cause?: unknown;
  /** False where flows itself failed, or what was asked cannot be answered: then it says nothing of the source. */
  readonly isOfSource?: boolean;
}

/** The service answers, and does not take this query, or not all the way: another question may fare better. */
const OF_THE_QUERY: ReadonlySet<SourceErrorCode> = new Set([
  'rejected-query',
  'timed-out',
  'too-many-queries',
]);

export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly code: SourceErrorCode;
  readonly attempted: string;
  readonly happened: string;
  readonly todo: string;
  /** Whether it says that the source fails. */
  readonly isOfSource: boolean;

  constructor(parts: SourceErrorParts) {
    const { code, attempted, happened, todo, cause } = parts;
    super(`Could not ${attempted}: ${happened} ${todo}`, { cause });
    this.code = code;
    this.attempted = attempted;
    this.happened = happened;
    this.todo = todo;
    this.isOfSource = parts.isOfSource ?? !OF_THE_QUERY.has(code);
  }
}
