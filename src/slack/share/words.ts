/** What is said of a share in the thread that it came from. */
import { noticeMessage, type SlackMessage } from '../../present/block-kit.ts';
import { escaped, prose } from '../../present/mrkdwn.ts';
import { isDirect } from '../access/whereabouts.ts';
import type { Failure } from '../delivery/failure.ts';
import { isNotInvited, type Problem, problemOf } from '../delivery/problems.ts';

/** Slack itself hides the names of channels from who may not see them; a direct message has none. */
function mentioned(channel: string): string {
  return isDirect(channel) ? 'a direct message' : `<#${channel}>`;
}

function notDelivered(failure: Failure, channel: string): string {
  if (isNotInvited(failure, channel))
    return 'I cannot write there. Invite me with `/invite @flows`, then share again.';
  if (failure.kind === 'unclear')
    return 'Slack gave no clear answer, so it may be there all the same: look before you share it again.';
  const { problem, todo } = problemOf(failure);
  return `${problem} ${todo}`;
}

export function sharedNotice(channel: string, by: string): SlackMessage {
  return noticeMessage(`:outbox_tray: Shared to ${mentioned(channel)} by <@${by}>.`);
}

export function notSharedNotice(channel: string, by: string, failure: Failure): SlackMessage {
  const why = prose(notDelivered(failure, channel));
  return noticeMessage(`:warning: <@${by}>, this was not shared to ${mentioned(channel)}. ${why}`);
}

export function findingNotice(incident: number, by: string): SlackMessage {
  return noticeMessage(`:pushpin: Added to INC-${incident} by <@${by}>.`);
}

/** For the person alone. */
export function refusedNotice({ problem, todo }: Problem): SlackMessage {
  return noticeMessage(`:lock: Not shared. ${escaped(problem)} ${escaped(todo)}`);
}
