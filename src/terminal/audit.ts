/** `flows audit`: the audit log of the bot's store, in the form that was asked for. Who may read the store may read it. */
import type { AuditAction } from '../commands/action.ts';
import { ConfigError } from '../config.ts';
import type { FailureAnswer } from '../diagnosis/answer.ts';
import { type AuditListing, auditCsv, auditMarkdown, auditText } from '../present/audit.ts';
import { renderJson } from '../present/json.ts';
import type { TimeStyle } from '../present/time.ts';
import { StoreError } from '../store/error.ts';
import type { Form, SourceFlags } from './arguments.ts';
import { printAnswer, writeLine } from './print.ts';
import type { Terminal } from './terminal.ts';

/** More than anybody reads; a shorter time has all. */
const MOST = 50_000;

function rendered(listing: AuditListing, form: Form, style: TimeStyle): string {
  switch (form) {
    case 'json':
      return renderJson(listing.entries);
    case 'csv':
      return auditCsv(listing.entries);
    case 'markdown':
      return auditMarkdown(listing, style);
    case 'text':
      return auditText(listing, style);
  }
}

/** @throws what is neither the store's nor the configuration's fault. */
function failure(error: unknown): FailureAnswer {
  const about = { kind: 'failure', question: 'audit', attempted: 'read the audit log' } as const;
  if (error instanceof ConfigError)
    return { ...about, happened: error.issues.join(' '), todo: 'Correct the configuration.' };
  if (error instanceof StoreError) {
    const { message, todo } = error;
    return { ...about, happened: message.slice(0, -todo.length).trimEnd(), todo };
  }
  throw error;
}

/** @returns the exit code */
export async function printAudit(
  { window, by, file }: AuditAction,
  { form, timeZone, flags }: { readonly form: Form; readonly timeZone: string; readonly flags: SourceFlags },
  terminal: Terminal,
): Promise<number> {
  const wanted = { start: window.start * 1000, end: window.end * 1000, ...(by === undefined ? {} : { by }) };
  try {
    const found = await terminal.readAudit(flags, { ...wanted, most: MOST + 1 });
    const listing = { entries: found.slice(0, MOST), isCutOff: found.length > MOST, window };
    writeLine(terminal.stdout, rendered(listing, form === 'text' && file ? file : form, { timeZone }));
    if (listing.isCutOff)
      writeLine(terminal.stderr, `Only the newest ${MOST} deeds; ask for a shorter time.`);
    return 0;
  } catch (error) {
    return printAnswer(failure(error), { form, timeZone }, terminal);
  }
}
