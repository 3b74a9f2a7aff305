/** Ids of Slack's as a configuration names them, each with what may stand there (Slack, "Conversations API", "users", "usergroups"). */
import { z } from 'zod';

function slackId(pattern: RegExp, allowed: string) {
  return z.string(allowed).regex(pattern, allowed).meta({ title: allowed });
}

export const UserId = slackId(/^[UW][A-Z0-9]{2,}$/, 'a Slack user id, such as U012ABC');
export const GroupId = slackId(/^S[A-Z0-9]{2,}$/, 'the id of a Slack user group, such as S012ABC');
export const ChannelId = slackId(/^[CG][A-Z0-9]{2,}$/, 'a Slack channel id, such as C012ABC');
