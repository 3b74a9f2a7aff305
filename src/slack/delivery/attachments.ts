/** Adds what belongs to an answer and is no text; an answer without it is still an answer. */
import type { Logger } from 'pino';
import type { ResultFile } from '../../diagnosis/diagnosis.ts';
import { noticeMessage } from '../../present/block-kit.ts';
import { prose } from '../../present/mrkdwn.ts';
import { bytes } from '../../present/quantities.ts';
import type { Address } from '../address.ts';
import { MOST_BYTES } from '../questions/result-folder.ts';
import { type Failure, failureText } from './failure.ts';
import { simpleForms } from './forms.ts';
import { isNotInvited, problemOf } from './problems.ts';
import type { Attachable, Steps } from './work.ts';

export interface Attaching {
  readonly steps: Steps;
  readonly to: Address;
  readonly log: Logger;
}

/** Slack adds files only where the bot is a member, also where it may write without being one (reference of `files.completeUploadExternal`). */
export function becauseOf(failure: Failure, channel: string): string {
  if (isNotInvited(failure, channel))
    return 'Slack takes files only from members of a conversation. Invite me with `/invite @flows`, then ask again.';
  if (failure.kind === 'unclear')
    return `Slack gave no clear answer (${failureText(failure)}). Ask again if it is missing.`;
  if (failure.kind === 'refused' && failure.code === 'missing_scope') {
    const { todo } = problemOf(failure);
    return `This app lacks the permission files:write. ${todo}`;
  }
  return `Slack did not take it (${failureText(failure)}).`;
}

/** @param what the thing in a sentence: `picture`, `file` */
export async function attach({ steps, to, log }: Attaching, what: string, file: Attachable): Promise<void> {
  const delivery = await steps.attach(what, to, file);
  if (delivery.ok) return;
  log.warn({ failure: failureText(delivery.failure) }, `a ${what} was not taken by Slack`);
  await tellMissing({ steps, to }, what, becauseOf(delivery.failure, to.channel));
}

/** @param because sentences, with what to do */
export async function tellMissing(
  { steps, to }: Pick<Attaching, 'steps' | 'to'>,
  what: string,
  because: string,
): Promise<void> {
  const note = `The ${what} is not here: ${because}`;
  await steps.post(`${what}-note`, to, simpleForms(noticeMessage(prose(note))));
}

/** A file that nobody would want to open in a chat. */
export async function tellTooLarge(
  { steps, to }: Attaching,
  { name, bytes: size }: ResultFile,
): Promise<void> {
  const note = `${name} has ${bytes(size)}, and I add files of up to ${bytes(MOST_BYTES)}. Ask for a shorter window, or in a terminal: \`flows … --output ${name}\`.`;
  await steps.post('file-note', to, simpleForms(noticeMessage(prose(note))));
}
