/** What Slack sends to a bot over HTTP, signed as Slack signs it. */
import { createHmac, randomUUID } from 'node:crypto';

export const SECRET = '0123456789abcdef0123456789abcdef';

const FORM = 'application/x-www-form-urlencoded';

export interface Envelope {
  readonly body: string;
  readonly type: string;
}

/** @param url of the stand-in for Slack */
export function commandEnvelope(url: string, fields: Readonly<Record<string, string>>): Envelope {
  const body = new URLSearchParams({
    token: 'unused',
    command: '/flows',
    response_url: `${url}/commands/T0TEST/1/secret`,
    trigger_id: randomUUID(),
    user_id: 'U0ASKER',
    user_name: 'asker',
    team_id: 'T0TEST',
    team_domain: 'test',
    channel_name: 'ops',
    api_app_id: 'A0FLOWS',
    ...fields,
  });
  return { body: body.toString(), type: FORM };
}

export function eventEnvelope(event: object, id = `Ev${randomUUID()}`): Envelope {
  const body = {
    type: 'event_callback',
    team_id: 'T0TEST',
    api_app_id: 'A0FLOWS',
    event_id: id,
    event_time: Math.floor(Date.now() / 1000),
    event,
  };
  return { body: JSON.stringify(body), type: 'application/json' };
}

/** A button that is pressed, or anything else of a person's in Slack's surfaces: `{type: 'view_submission', view: …}`. */
export function interactionEnvelope(url: string, payload: object): Envelope {
  const whole = {
    team: { id: 'T0TEST', domain: 'test' },
    user: { id: 'U0ASKER', username: 'asker', name: 'asker', team_id: 'T0TEST' },
    api_app_id: 'A0FLOWS',
    token: 'unused',
    trigger_id: randomUUID(),
    response_url: `${url}/actions/T0TEST/1/secret`,
    ...payload,
  };
  return { body: new URLSearchParams({ payload: JSON.stringify(whole) }).toString(), type: FORM };
}

export interface Press {
  /** Of the button: `action_id` and `value`. */
  readonly action: object;
  /** Of the message that it stands under. */
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
}

/** A button under a message that everybody sees, pressed. @param fields others than usual */
export function pressEnvelope(
  url: string,
  { action, channel, ts, user }: Press,
  fields: Readonly<Record<string, unknown>> = {},
): Envelope {
  return interactionEnvelope(url, {
    type: 'block_actions',
    user: { id: user, username: user, name: user, team_id: 'T0TEST' },
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
    channel: { id: channel, name: 'ops' },
    message: { type: 'message', ts },
    actions: [{ type: 'button', block_id: 'b', action_ts: ts, ...action }],
    ...fields,
  });
}

export function deliver(port: number, { body, type }: Envelope): Promise<Response> {
  const seconds = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', SECRET).update(`v0:${seconds}:${body}`).digest('hex');
  return fetch(`http://127.0.0.1:${port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': type,
      // One that is kept for the next envelope may be closed in the moment in which that is sent.
      connection: 'close',
      'x-slack-request-timestamp': String(seconds),
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  });
}
