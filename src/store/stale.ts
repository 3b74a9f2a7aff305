/** Somebody else wrote what was to be changed, since it was read: whoever hears this reads it again and decides anew. */
export class Stale extends Error {
  override readonly name = 'Stale';

  /** @param what it is, with its id */
  constructor(what: string) {
    super(`${what} was changed meanwhile.`);
  }
}
