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
}

export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly code: SourceErrorCode;
  readonly attempted: string;
  readonly happened: string;
  readonly todo: string;

  constructor({ code, attempted, happened, todo, cause }: SourceErrorParts) {
    super(`Could not ${attempted}: ${happened} ${todo}`, { cause });
    this.code = code;
    this.attempted = attempted;
    this.happened = happened;
    this.todo = todo;
  }
}
