/** Brings one question to the bot, in the way in which Slack would, and hears its acknowledgement. */
import { randomUUID } from 'node:crypto';
import {
  commandEnvelope,
  deliver,
  type Envelope,
  eventEnvelope,
  pressEnvelope,
} from '../../kit/slack-envelopes.ts';
import type { Ask } from './crowd.ts';
import type { Answered, Following } from './followed.ts';

export interface AskingParts {
  readonly port: number;
  readonly slackUrl: string;
  readonly questions: Following;
}

function command(url: string, id: string, { text, by, channel }: Ask): Envelope {
  return commandEnvelope(url, {
    ...{ text, user_id: by, channel_id: channel, trigger_id: id },
    response_url: `${url}/respond/${id}`,
  });
}

function mention(id: string, { text, by, channel }: Ask): Envelope {
  // Each under a message of its own, as in a thread that somebody has opened about what they see.
  const ts = `1700000000.${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`;
  return eventEnvelope({ type: 'app_mention', user: by, channel, ts, text: `<@U0FLOWS> ${text}` }, id);
}

function press(
  url: string,
  id: string,
  { by, channel }: Ask,
  under: { readonly id: string; readonly ts: string },
): Envelope {
  const action = { action_id: 'flows-rerun', value: under.id };
  const press = { action, channel, ts: under.ts, user: by };
  return pressEnvelope(url, press, { trigger_id: id, response_url: `${url}/respond/${id}` });
}

function envelopeOf(slackUrl: string, id: string, ask: Ask, under: Answered | undefined): Envelope {
  if (under) return press(slackUrl, id, ask, under);
  return ask.way === 'mention' ? mention(id, ask) : command(slackUrl, id, ask);
}

/** Where nothing was answered yet whose button could be pressed, it is typed. */
export async function bring(parts: AskingParts, ask: Ask): Promise<void> {
  const { port, slackUrl, questions } = parts;
  const id = randomUUID();
  const under = ask.way === 'press' ? questions.lately(ask.channel) : undefined;
  const envelope = envelopeOf(slackUrl, id, ask, under);
  // A press asks what is under the button; what could not be pressed is typed.
  const way = ask.way === 'press' && !under ? 'command' : ask.way;
  const one = questions.begin(id, { ...ask, way, text: under?.text ?? ask.text });
  const response = await deliver(port, envelope);
  const text = await response.text();
  // Bolt answers 404 itself where its listeners took three seconds; the question may be answered all the same.
  questions.acknowledge(one, response.status === 200 ? text : null);
}
