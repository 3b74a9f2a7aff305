/** Writes messages in Slack's conversations, in the best form that Slack takes. */
import type { WebClient } from '@slack/web-api';
import type { SlackMessage } from '../../present/block-kit.ts';
import type { Address } from '../address.ts';
import type { Seen } from './lookout.ts';
import type { Delivery, Outbox } from './outbox.ts';
import { type Forms, firstTaken, type TakenForms } from './taken-forms.ts';
import { type Attachment, upload } from './upload.ts';

export type { Forms } from './taken-forms.ts';

/** A message that is there. `ts` is what Slack calls its identity in the channel. */
export interface Posted {
  readonly channel: string;
  readonly ts: string;
}

/** A post that can be recognised afterwards. */
interface Tracing {
  /** What the message carries, unseen by people. */
  readonly mark: string;
  /** Awaited right before each call that may make the message appear. */
  readonly onSending: () => Promise<void>;
}

export interface Messenger {
  /** Posts it once. Never rejects. */
  post(to: Address, forms: Forms, tracing?: Tracing): Promise<Delivery<Posted>>;
  /** Replaces a message. Never rejects. */
  replace(at: Posted, forms: Forms): Promise<Delivery<unknown>>;
  /**
   * Whether a message may be posted there that will be replaced: null where many wait to be posted before it, or Slack takes no more
   * replacements within this minute. Room for one is kept until it is given up, right before the message is replaced for the last time.
   */
  roomToReplace(channel: string): (() => void) | null;
  /** Replaces a message now or not at all: null where something else is being done to messages there, or no room is left. Never rejects. */
  replaceIfFree(at: Posted, message: SlackMessage): Promise<Delivery<unknown>> | null;
  /** Whether Slack takes so many messages to one person just now that one may be of no consequence. */
  readonly hasRoomToWhisper: boolean;
  /** Shows it to one person. Never rejects. */
  whisper(to: Address, user: string, message: SlackMessage): Promise<Delivery<unknown>>;
  /** Adds a file, as a message of its own. Never rejects. */
  attach(to: Address, file: Attachment): Promise<Delivery<unknown>>;
}

/** Slack takes about one `chat.postMessage` a second in each channel (its page on rate limits); milliseconds. */
const PACE = 1000;
const UPDATE = 'chat.update';
const WHISPER = 'chat.postEphemeral';
/** Within a minute so many are left for those who would hear nothing else: half of what Slack takes. */
const WHISPERS_LEFT = 45;
/** A message that comes later than so many others, each a second after the one before, shows no progress any more. */
const MOST_AHEAD = 5;
/** What the metadata of messages of this kind is called. */
const MARKED = 'flows_delivery';

function markOf({ mark }: Tracing) {
  return { event_type: MARKED, event_payload: { key: mark } };
}

/** Whether that mark is on a message. */
export function isMarked({ metadata }: Seen, mark: string): boolean {
  const { event_type: type, event_payload: payload = {} } = metadata ?? {};
  return type === MARKED && 'key' in payload && payload.key === mark;
}

export interface MessengerParts {
  readonly client: WebClient;
  readonly outbox: Outbox;
  /** Which of the newer blocks Slack takes. */
  readonly takenForms: TakenForms;
  /** Milliseconds between two posts in one channel. */
  readonly pace?: number | undefined;
}

export function createMessenger({ client, outbox, takenForms, pace = PACE }: MessengerParts): Messenger {
  const postLane = (channel: string) => `chat.postMessage ${channel}`;

  function update({ channel, ts }: Posted, { text, blocks }: SlackMessage) {
    return {
      lane: `${UPDATE} ${channel}`,
      repeatable: true,
      call: () => client.chat.update({ channel, ts, text, blocks }),
    };
  }

  return {
    post: ({ channel, thread }, forms, tracing) =>
      firstTaken(takenForms, forms, ({ text, blocks }) =>
        outbox.send({
          lane: postLane(channel),
          repeatable: false,
          pace,
          call: async () => {
            await tracing?.onSending();
            const place = thread === null ? {} : { thread_ts: thread };
            const quiet = { unfurl_links: false, unfurl_media: false };
            const marked = tracing ? { metadata: markOf(tracing) } : {};
            const posted = await client.chat.postMessage({
              ...{ channel, text, blocks },
              ...place,
              ...quiet,
              ...marked,
            });
            return { channel: posted.channel ?? channel, ts: posted.ts ?? '' };
          },
        }),
      ),
    replace: (at, forms) => firstTaken(takenForms, forms, (message) => outbox.send(update(at, message))),
    roomToReplace(channel) {
      const isLate = pace > 0 && outbox.ahead(postLane(channel)) > MOST_AHEAD;
      return isLate ? null : outbox.keepRoom(UPDATE);
    },
    replaceIfFree: (at, message) => (outbox.hasRoom(UPDATE) ? outbox.sendIfFree(update(at, message)) : null),
    get hasRoomToWhisper() {
      return outbox.hasRoom(WHISPER, WHISPERS_LEFT);
    },
    whisper: ({ channel, thread }, user, { text, blocks }) =>
      outbox.send({
        lane: `${WHISPER} ${channel}`,
        repeatable: false,
        call: () => {
          const place = thread === null ? {} : { thread_ts: thread };
          return client.chat.postEphemeral({ channel, user, text, blocks, ...place });
        },
      }),
    attach: (to, file) => upload({ client, outbox }, to, file),
  };
}
