/** `audit`: what auditors see of the audit log, they alone; all of it as a file in their own conversation with the bot. That they looked is in it, too. */
import type { Logger } from 'pino';
import type { AuditAction } from '../../commands/action.ts';
import { plainText } from '../../commands/grammar/plain-text.ts';
import { type AuditListing, auditCsv, auditFileName, auditMessage } from '../../present/audit.ts';
import { noticeMessage, problemMessage } from '../../present/block-kit.ts';
import { prose } from '../../present/mrkdwn.ts';
import { counted } from '../../present/quantities.ts';
import type { Audit, Deed } from '../../store/audit.ts';
import type { Address } from '../address.ts';
import { failureText } from '../delivery/failure.ts';
import { simpleForms } from '../delivery/forms.ts';
import type { Messenger } from '../delivery/messenger.ts';
import type { Steps, Work } from '../delivery/work.ts';
import type { ActionPlace, Perform } from '../perform.ts';

export interface AuditActionParts {
  readonly audit: Audit;
  /** Slack user ids. */
  readonly auditors: readonly string[];
  readonly messenger: Messenger;
  readonly work: Work;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Logger;
}

/** As many as one reads in a message. */
const SHOWN = 15;
/** A spreadsheet opens no more at ease. */
const MOST_ROWS = 50_000;
const EXPORT = 'audit-export';
const NOT_AUDITORS = {
  problem: 'The audit log is shown to auditors only, and you are not one.',
  todo: 'Ask whoever runs flows to add your Slack user id to `access.auditors` in its configuration.',
} as const;

/** JSON-safe, so that it outlives the process. */
interface Export {
  readonly action: AuditAction;
  readonly askedBy: string;
  readonly place: Address;
}

export function createAuditAction(parts: AuditActionParts): Perform<AuditAction> {
  const { audit, auditors, messenger, work, now, log } = parts;

  async function listed({ window, by }: AuditAction, most: number): Promise<AuditListing> {
    const { start, end } = window;
    const who = by === undefined ? {} : { by };
    const found = await audit.list({ start: start * 1000, end: end * 1000, ...who, most: most + 1 });
    return { entries: found.slice(0, most), isCutOff: found.length > most, window };
  }

  function enter({ id, askedBy, place, text }: ActionPlace, deed: Pick<Deed, 'action' | 'outcome' | 'note'>) {
    return audit.enter({
      ...{ key: `audit/${id}`, at: now(), by: askedBy, channel: place.channel, what: plainText(text) },
      ...{ sources: [], bytes: null, verdict: null },
      ...deed,
    });
  }

  async function deliver(_: string, { action, askedBy, place }: Export, steps: Steps): Promise<void> {
    const { entries, isCutOff, window } = await listed(action, MOST_ROWS);
    const shown = counted(entries.length, 'deed');
    const notice = `Audit log, ${isCutOff ? `the newest ${shown}; ask for a shorter time to have all` : shown}:`;
    // A message to a person opens their conversation with the bot, and tells what it is called.
    const own = await steps.post(
      'notice',
      { channel: askedBy, thread: null },
      simpleForms(noticeMessage(prose(notice))),
    );
    const file = {
      name: auditFileName(window),
      title: 'Audit log',
      altText: null,
      content: new Blob([auditCsv(entries)], { type: 'text/csv' }),
    };
    const sent = own.ok
      ? await steps.attach('file', { channel: own.value.channel, thread: null }, file)
      : own;
    if (sent.ok) return;
    log.warn({ failure: failureText(sent.failure) }, 'an export of the audit log was not taken by Slack');
    const problem = `Slack did not take the file (${failureText(sent.failure)}).`;
    const todo = 'In a terminal that reads the same store: flows audit --csv';
    await messenger.whisper(place, askedBy, problemMessage({ problem, todo, question: 'audit as csv' }));
  }

  work.hire<Export>(EXPORT, deliver);

  return async (action, where) => {
    const { id, askedBy, place, text, timeZone, whisper } = where;
    if (!auditors.includes(askedBy)) {
      await enter(where, { action: 'audit', outcome: 'refused', note: 'no auditor' });
      return whisper(problemMessage({ ...NOT_AUDITORS, question: plainText(text) }));
    }
    if (action.file === undefined) {
      const listing = await listed(action, SHOWN);
      await enter(where, { action: 'audit', outcome: 'done', note: null });
      return whisper(auditMessage(listing, { timeZone }));
    }
    await enter(where, {
      action: 'export',
      outcome: 'done',
      note: 'the audit log, to their own conversation',
    });
    const { done } = await work.take(EXPORT, id, { action, askedBy, place } satisfies Export);
    await whisper(noticeMessage('I send the audit log to you alone, in our own conversation.'));
    await done;
  };
}
