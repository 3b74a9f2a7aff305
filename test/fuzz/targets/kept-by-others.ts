/** What Slack and the store keep for the bot and give back: buttons, dialogs, messages, questions that were asked, alerts that were told. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { ZodError } from 'zod';
import { WatchedState } from '../../../src/alerts/watched-state.ts';
import { understand } from '../../../src/commands/answer.ts';
import { findInText } from '../../../src/commands/find-in-text.ts';
import { understandIn } from '../../../src/commands/follow-up.ts';
import { readMenuChoice } from '../../../src/present/alerts/alert-buttons.ts';
import { readHomeButton } from '../../../src/present/home-view.ts';
import { chosenIn } from '../../../src/slack/asking/diagnose-choice.ts';
import { matterOf, readMatter } from '../../../src/slack/asking/diagnose-modal.ts';
import { messageText } from '../../../src/slack/asking/message-text.ts';
import { requestOf } from '../../../src/slack/questions/remembered.ts';
import { placeIn, placeText } from '../../../src/slack/records/place.ts';
import { meanText } from '../../kit/mean-text.ts';
import { anyJson, type Json, mangled, mutated } from '../mutated.ts';
import { target } from '../target.ts';

const AT = { now: 1_795_443_000, timeZone: 'UTC' };
const PLACE = { question: 'q1', channel: 'C1', thread: '1.1', rejected: true, page: 2 };
const MATTER = matterOf(findInText('10.0.1.5 to 10.0.2.9:443'), {
  channel: 'C1',
  thread: '1.1',
  responseUrl: 'x',
});
const MESSAGE = {
  text: 'a',
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'b' }, fields: [{ text: 'c' }] }],
  attachments: [{ fallback: 'd', title_link: 'e', fields: [{ title: 'f', value: 'g' }] }],
};
const asked = understand('diff 10.0.1.5 port 443 last 10m vs 24h ago', AT);
const REQUEST: Json = JSON.parse(JSON.stringify(asked.kind === 'question' ? asked.request : null));
const STATE: Json = {
  ...{ since: 1, learnedUpTo: null, upTo: 2, dayUpTo: null, newest: null, isLive: true, roundAtMs: 1 },
  ...{
    failures: 0,
    failedSinceMs: null,
    because: null,
    ran: ['port-scan'],
    failed: [],
    dropped: [],
    home: null,
  },
};

/** What is read back is as its type says, or refused as what it is not. */
function readBack<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof ZodError || error instanceof SyntaxError) return null;
    throw error;
  }
}

function metadata(sample: object): fc.Arbitrary<string> {
  const text = JSON.stringify(sample);
  return fc.oneof(
    mutated([JSON.parse(text)]).map((value) => JSON.stringify(value)),
    mangled([text]),
    meanText,
  );
}

export const KEPT_BY_OTHERS = [
  target({
    name: 'what a dialog with records carries',
    cases: 60_000,
    input: metadata(PLACE),
    holds: (text) => {
      const place = readBack(() => placeIn(text));
      if (place) expect(placeIn(placeText(place))).toEqual(place);
    },
  }),
  target({
    name: 'what the dialog about a message carries, and what is chosen in it',
    cases: 10_000,
    input: fc.record({ text: metadata(MATTER), said: meanText }),
    holds: ({ text, said }) => {
      const matter = readBack(() => readMatter(text));
      if (!matter) return;
      const values = { subject: { subject: { value: said } }, when: { when: { value: said } } };
      const ticked = { subjects: { subjects: { selected_options: [{ value: '0' }] } } };
      for (const chosen of [chosenIn(values, matter), chosenIn({ ...values, ...ticked }, matter)])
        if (chosen.kind === 'question') expect(understand(chosen.text, AT).kind).not.toBe('');
    },
  }),
  target({
    name: 'what a button carries',
    cases: 150_000,
    input: fc.oneof(mangled(['mute 12', 'ack 3', 'C0OPS q1', '12 3600']), meanText),
    holds: (value) => {
      const choice = readMenuChoice(value);
      if (choice) expect(value).toBe(`${choice.button} ${value.split(' ')[1]}`);
      const { channel, about } = readHomeButton(value);
      if (value.includes(' ')) expect(`${channel} ${about}`).toBe(value);
    },
  }),
  target({
    name: 'a message as Slack keeps it',
    cases: 80_000,
    input: fc.oneof(mutated([MESSAGE]), anyJson),
    holds: (message) => {
      expect(typeof messageText(message)).toBe('string');
    },
  }),
  target({
    name: 'a question that was asked before',
    cases: 3_000,
    input: fc.record({
      request: mutated([REQUEST]),
      said: fc.oneof(fc.constantFrom('top', 'and yesterday?', 'port 22', 'again'), meanText),
    }),
    holds: ({ request, said }) => {
      const previous = requestOf({ request });
      expect(['question', 'immediate', 'action']).toContain(understandIn(said, AT, previous).kind);
    },
  }),
  target({
    name: 'how a source was watched',
    cases: 10_000,
    input: mutated([STATE]),
    holds: (state) => {
      const read = readBack(() => WatchedState.parse(state));
      if (read) expect(WatchedState.parse(JSON.parse(JSON.stringify(read)))).toEqual(read);
    },
  }),
];
