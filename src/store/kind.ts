/** The databases that state is kept in. */
export type DatabaseKind = 'sqlite' | 'postgres';

/** Whether several processes may use the store at once: a file of SQLite belongs to one, so whoever else has written to it is dead. */
export function isSharedStore({ kind }: { readonly kind: DatabaseKind }): boolean {
  return kind === 'postgres';
}
