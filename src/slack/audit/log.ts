/** The audit log as the bot's parts write it: whatever they hand in, no secret that a person has pasted is kept in it. */
import { type Audit, createAudit } from '../../store/audit.ts';
import type { Store } from '../../store/store.ts';
import { withoutPastedSecrets } from '../connection/secrets.ts';

/** What is longer was no question. */
const LONGEST = 4000;

function kept(text: string): string {
  // Twice as much, so that no secret is cut in two before it is known for one.
  return withoutPastedSecrets(text.slice(0, 2 * LONGEST)).slice(0, LONGEST);
}

export function createAuditLog({ db }: Store): Audit {
  const audit = createAudit(db);
  return {
    ...audit,
    enter: ({ what, note, ...deed }) =>
      audit.enter({ ...deed, what: kept(what), note: note === null ? null : kept(note) }),
  };
}
