/** What the findings of several analyzers come to together, for verbs that ask many at once. */
import type { Finding, Listing } from '../diagnosis/diagnosis.ts';
import type { Scope } from './analyzer.ts';

/** Pure. The findings come as the analyzers stand, and leave with the most important first. */
export type Conclude = (
  findings: readonly Finding[],
  scope: Scope,
) => { readonly findings: readonly Finding[]; readonly listing?: Listing };
