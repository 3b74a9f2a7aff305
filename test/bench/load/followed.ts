/** What became of each question, by what Slack was told: acknowledged, answered, answered twice, or not at all. */
import { createHash } from 'node:crypto';
import type { Ask } from './crowd.ts';
import type { Done } from './slack.ts';

export interface Answered {
  readonly id: string;
  readonly text: string;
  readonly ts: string;
}

/** How it was answered: in the acknowledgement, in its own message with a thread, in one message, or to the person alone. */
type How = 'at-once' | 'thread' | 'one-message' | 'whisper';

export interface Followed {
  readonly id: string;
  readonly ask: Ask;
  /** Milliseconds, as everything here. */
  readonly sentAt: number;
  acknowledgedAt: number | null;
  answeredAt: number | null;
  answered: How | null;
  /** It was told that the bot has too much to do. */
  isTurnedAway: boolean;
  /** Slack had no acknowledgement within three seconds. */
  isLate: boolean;
}

export interface Following {
  readonly all: readonly Followed[];
  /** Messages that came a second time. */
  readonly doubled: number;
  begin(id: string, ask: Ask): Followed;
  /** @param text of the acknowledgement; null where it came too late for Slack */
  acknowledge(one: Followed, text: string | null): void;
  hear(done: Done): void;
  /** A question that was answered in the channel not long ago, and its message; undefined where none was. */
  lately(channel: string): Answered | undefined;
  /** How many are not answered yet. */
  readonly open: number;
}

const STEPS = ['root', 'whole', ...Array.from({ length: 8 }, (_, index) => `reply-${index}`)];
/** The button of a question that still runs. */
const RUNS = 'flows-cancel';
/** How a message names the question that it is about. */
const QUESTION = /`\/flows ([^`]+)`/;
/** What it says of itself when it takes no more. */
const TOO_MUCH = /too much to do/;

/** What a message of flows carries of where it belongs. */
function markOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

export function following(now: () => number): Following {
  const all: Followed[] = [];
  const byMark = new Map<string, { readonly one: Followed; readonly step: string }>();
  const byUrl = new Map<string, Followed>();
  const byRoot = new Map<string, Followed>();
  const seen = new Set<string>();
  const latest = new Map<string, Answered>();
  let doubled = 0;
  let open = 0;

  /** The last that the same person asked in the same words in the same channel, of those that are not answered. */
  function openLike({ by, channel, text }: Pick<Ask, 'by' | 'channel' | 'text'>): Followed | undefined {
    return all.findLast(
      ({ ask, answeredAt }) =>
        answeredAt === null &&
        ask.way !== 'command' &&
        ask.by === by &&
        ask.channel === channel &&
        ask.text === text,
    );
  }

  /** What a button asks again may be told in other words than it was typed in. */
  function openPress(by: string, channel: string): Followed | undefined {
    return all.findLast(
      ({ ask, answeredAt }) =>
        answeredAt === null && ask.way === 'press' && ask.by === by && ask.channel === channel,
    );
  }

  /** An answer of its own shows that what its person was told alone was about the other one that they asked in the same words. */
  function passOn(one: Followed): void {
    const other = openLike(one.ask);
    if (one.answered !== 'whisper' || !other) return;
    const { answeredAt, answered, isTurnedAway } = one;
    Object.assign(other, { answeredAt, answered, isTurnedAway });
    Object.assign(one, { answeredAt: null, answered: null, isTurnedAway: false });
  }

  function answer(one: Followed, how: How, text: string): void {
    if (how === 'thread' || how === 'one-message') passOn(one);
    if (one.answeredAt !== null) return;
    open -= 1;
    one.answeredAt = now();
    one.answered = how;
    one.isTurnedAway = TOO_MUCH.test(text);
  }

  function posted({ args, ts }: Done): void {
    const { event_payload: payload } = JSON.parse(args['metadata'] ?? '{}') as {
      event_payload?: { key: string };
    };
    const known = byMark.get(payload?.key ?? '');
    if (!known) return;
    const { one, step } = known;
    const name = `${one.id}/${step}`;
    if (seen.has(name)) doubled += 1;
    seen.add(name);
    if (step === 'root') byRoot.set(ts, one);
    if (step === 'whole') {
      answer(one, 'one-message', '');
      latest.set(one.ask.channel, { id: one.id, text: one.ask.text, ts });
    }
  }

  function updated({ args }: Done): void {
    const one = byRoot.get(args['ts'] ?? '');
    if (!one || (args['blocks'] ?? '').includes(RUNS)) return;
    answer(one, 'thread', '');
    latest.set(one.ask.channel, { id: one.id, text: one.ask.text, ts: args['ts'] ?? '' });
  }

  /** Told to a person alone through the channel; that it runs is no answer. Of several that they asked there it says which one it is about. */
  function whispered({ args }: Done): void {
    const text = `${args['text']} ${args['blocks']}`;
    if (text.includes(RUNS)) return;
    const [, asked = ''] = QUESTION.exec(text) ?? [];
    const { user = '', channel = '' } = args;
    const one = openLike({ by: user, channel, text: asked }) ?? openPress(user, channel);
    if (one) answer(one, 'whisper', text);
  }

  function responded(path: string, body: string): void {
    const one = byUrl.get(path);
    if (one && !body.includes(RUNS)) answer(one, 'whisper', body);
  }

  return {
    all,
    get doubled() {
      return doubled;
    },
    get open() {
      return open;
    },
    begin(id, ask) {
      const one: Followed = {
        ...{ id, ask, sentAt: now(), acknowledgedAt: null, answeredAt: null, answered: null },
        ...{ isTurnedAway: false, isLate: false },
      };
      all.push(one);
      open += 1;
      for (const step of STEPS) byMark.set(markOf(`${id}/${step}`), { one, step });
      byUrl.set(`/respond/${id}`, one);
      return one;
    },
    acknowledge(one, text) {
      one.acknowledgedAt = now();
      one.isLate = text === null;
      if (text !== null && text !== '') answer(one, 'at-once', text);
    },
    hear(done) {
      const { method, args } = done;
      if (method === 'chat.postMessage') posted(done);
      else if (method === 'chat.update') updated(done);
      else if (method === 'chat.postEphemeral') whispered(done);
      else responded(method, args['body'] ?? '');
    },
    lately: (channel) => latest.get(channel),
  };
}
