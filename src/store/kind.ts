/** The databases that state is kept in. */
export type DatabaseKind = 'sqlite' | 'postgres';
