/** What is remembered cannot be read or written. */

interface StoreFailure {
  /** `open …`, `bring … up to date`. */
  readonly attempted: string;
  readonly cause: unknown;
  /** What a person can do about it. */
  readonly todo: string;
}

export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly todo: string;

  constructor({ attempted, cause, todo }: StoreFailure) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`Could not ${attempted}: ${reason}. ${todo}`, { cause });
    this.todo = todo;
  }
}
