/** What a source needs to be allowed, and what the configuration does not tell of it. */
import type { Statement } from './statement.ts';

export interface Allowed {
  readonly statements: readonly Statement[];
  /** Sentences for whoever attaches it. */
  readonly notes: readonly string[];
}
