/** A question ends, or begins anew, because something was not to be scanned. Thrown through the investigation, which does not turn it into a finding. */
import type { Overspend } from '../diagnosis/overspend.ts';
import type { Window } from '../query/window.ts';

type Reason =
  /** Nobody could be asked. */
  | { readonly kind: 'not-asked'; readonly overspend: Overspend }
  | { readonly kind: 'narrow'; readonly window: Window }
  | { readonly kind: 'stop'; readonly because: string };

export class NotSpent extends Error {
  override readonly name = 'NotSpent';
  readonly reason: Reason;

  constructor(reason: Reason) {
    super('The question would have scanned more than it may.');
    this.reason = reason;
  }
}
