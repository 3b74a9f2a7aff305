/** Who the bot is in the workspace, as Slack says. */
import type { WebClient } from '@slack/web-api';
import type { Outbox } from '../delivery/outbox.ts';
import { startError } from './start-error.ts';

export interface Identity {
  readonly botUserId: string;
  readonly botId: string;
  /** The workspace's id, and the organisation's; null where Slack does not say. */
  readonly team: string | null;
  readonly enterprise: string | null;
}

/** @throws StartError when Slack does not know the token or cannot be reached. */
export async function identify(client: WebClient, outbox: Outbox): Promise<Identity> {
  const call = () => client.auth.test();
  const delivery = await outbox.send({ lane: 'auth.test', repeatable: true, call });
  if (!delivery.ok) throw startError('sign in to Slack', delivery.failure, 'SLACK_BOT_TOKEN');
  const {
    user_id: botUserId = '',
    bot_id: botId = '',
    team_id: team,
    enterprise_id: enterprise,
  } = delivery.value;
  return { botUserId, botId, team: team ?? null, enterprise: enterprise ?? null };
}
