/**
 * A workspace in which not everybody may ask everything, for tests of each way in: the sources `open` and `secret`, a person and a channel of
 * each kind, and a question to `secret` that was answered before. Nothing that somebody without access is shown may hold one of `TRACES`.
 */
import { expect, onTestFinished, vi } from 'vitest';
import type { AccessSettings } from '../../src/access/rules.ts';
import { understand } from '../../src/commands/answer.ts';
import type { Answer } from '../../src/diagnosis/answer.ts';
import { rememberingEngine } from '../../src/investigation/remembering-engine.ts';
import type { Source } from '../../src/investigation/source.ts';
import type { Engine } from '../../src/query/engine.ts';
import type { BotParts } from '../../src/slack/bot.ts';
import { type Audit, createAudit } from '../../src/store/audit.ts';
import { type AskedQuestion, createQuestions, type Questions } from '../../src/store/questions.ts';
import type { Store } from '../../src/store/store.ts';
import { ABOUT } from './about.ts';
import { answered, DROPPED_REPLY, diagnosis, END } from './answers.ts';
import { type Call, type Reply, type SlackApi, startSlackApi } from './slack-api.ts';
import { startBot } from './slack-bot.ts';
import { memoryStore } from './stores.ts';

const NO_ROWS = {
  rows: [],
  cutOff: false,
  scan: { queries: 1, bytes: 0, records: 0, estimatedUsd: 0, milliseconds: 1 },
  malformed: { count: 0, samples: [] },
  notes: [],
};

/** Finds nothing, at once, and says in its small print whose it is. */
export function sourceNamed(
  name: string,
  tags: Readonly<Record<string, string>> = {},
  onRun: () => void = () => undefined,
): Source {
  const engine: Engine = {
    id: name,
    async run() {
      onRun();
      return NO_ROWS;
    },
    close: async () => {},
  };
  return {
    name,
    about: { ...ABOUT, tags },
    engine,
    flowLogSettings: async () => ({ flowLogs: null, notes: [`These are the records of ${name}.`] }),
  };
}

/** May ask `open` and `secret`, everywhere; everybody else may ask `open`, and `secret` in #pay alone. */
export const INSIDER = 'U0INSIDER';
export const COLLEAGUE = 'U0COLLEAGUE';
/** In the user group that may ask `secret`. */
export const MEMBER = 'U0MEMBER';
export const GROUP = 'S0PAYERS';

/** Whoever is not as the others, and what Slack says of them. */
export const REFUSED_PEOPLE = {
  'a guest': { id: 'U0GUEST', facts: { is_restricted: true } },
  'a guest of one channel': { id: 'U0SINGLE', facts: { is_restricted: true, is_ultra_restricted: true } },
  'somebody of another organisation': { id: 'U0OTHERORG', facts: { team_id: 'T0OTHER' } },
  'a stranger': { id: 'U0STRANGER', facts: { is_stranger: true } },
  'an app': { id: 'U0APP', facts: { is_bot: true } },
  'a deactivated account': { id: 'U0GONE', facts: { deleted: true } },
} as const;

export const OPS = 'C0OPS';
/** In which everybody may ask `secret`. */
export const PAY = 'C0PAY';

export const REFUSED_CHANNELS = {
  'a channel shared with another organisation': { id: 'C0SHARED', facts: { is_ext_shared: true } },
  'a channel that another organisation is invited to': {
    id: 'C0PENDING',
    facts: { is_pending_ext_shared: true },
  },
  'a direct message of several with another organisation': {
    id: 'G0OTHERS',
    facts: { is_mpim: true, is_ext_shared: true },
  },
} as const;

/** Channels that are as good as any other. */
export const ORDINARY_CHANNELS = {
  'a public channel': { id: OPS, facts: { is_channel: true } },
  'a private channel': { id: 'G0PRIVATE', facts: { is_private: true, is_member: true } },
  'a channel of all workspaces of the organisation': {
    id: 'C0ORG',
    facts: { is_shared: true, is_org_shared: true },
  },
  'a direct message of several': { id: 'G0SEVERAL', facts: { is_mpim: true } },
} as const;

export const RULES: AccessSettings = {
  rules: [
    { name: 'everybody', users: [], groups: [], channels: [], sources: ['open'], budgets: {} },
    { name: 'insiders', users: [INSIDER], groups: [GROUP], channels: [], sources: ['secret'], budgets: {} },
    { name: 'in #pay', users: [], groups: [], channels: [PAY], sources: ['secret'], budgets: {} },
  ],
  externalChannels: [],
  guests: [],
  auditors: [INSIDER],
};

/** In the text, the answer and the sources of the question to `secret`. */
export const TRACES = /secret|10\.66\.6\.6|hush/;
/** The id of that question, which INSIDER asked in #pay. */
export const SECRET_QUESTION = 'Q0SECRET';
export const OPEN_QUESTION = 'Q0OPEN';
/** Where the messages of both are, by the ids of the questions. */
export const ROOT = { [SECRET_QUESTION]: '1699.1', [OPEN_QUESTION]: '1699.2' } as const;

const HUSHED = answered(
  diagnosis([{ ...DROPPED_REPLY, summary: '10.66.6.6 is rejected: hush' }]),
  'reject 10.66.6.6 in secret',
);

/** A question that was asked before, with what is not told of it as it usually is. */
export async function remember(
  { db }: Store,
  parts: Partial<AskedQuestion> & { readonly sources?: readonly string[]; readonly answer?: Answer },
): Promise<void> {
  const { sources = [], answer, ...asked } = parts;
  const question: AskedQuestion = {
    id: 'q1',
    askedBy: 'U0ASKER',
    channel: OPS,
    thread: null,
    text: 'top',
    via: 'command',
    timeZone: 'UTC',
    askedAt: END * 1000,
    ...asked,
  };
  const questions = createQuestions(db);
  await questions.enter(question);
  const read = understand(question.text, { now: END, timeZone: 'UTC' });
  await questions.tell(question.id, {
    sources,
    ...(read.kind === 'question' ? { request: read.request } : {}),
    ...(answer ? { answer, answeredAt: END * 1000 } : {}),
  });
}

/** What Slack says of those people, channels and groups. */
export function factsOf({ method, args }: Call): Reply | undefined {
  if (method === 'users.info') {
    const facts = Object.values(REFUSED_PEOPLE).find(({ id }) => id === args['user'])?.facts;
    const user = { id: args['user'], team_id: 'T0TEST', tz: 'UTC', ...facts };
    return { body: { ok: true, user } };
  }
  if (method === 'conversations.info') {
    const channels = [...Object.values(REFUSED_CHANNELS), ...Object.values(ORDINARY_CHANNELS)];
    const facts = channels.find(({ id }) => id === args['channel'])?.facts;
    return { body: { ok: true, channel: { id: args['channel'], ...facts } } };
  }
  return method === 'usergroups.users.list' ? { body: { ok: true, users: [MEMBER] } } : undefined;
}

export interface Guarded {
  readonly api: SlackApi;
  readonly port: number;
  readonly store: Store;
  readonly questions: Questions;
  readonly audit: Audit;
  /** How often each source was asked. */
  readonly runs: { readonly open: number; readonly secret: number };
  /** Another answer than what the workspace says. */
  intercept(reply: (call: Call) => Reply | undefined): void;
  /** Everything that anybody was shown so far, in messages, whispers, modals and files. */
  shown(): string;
  /** The first of a method, once there is one. */
  first(method: string): Promise<string>;
  /** The newest message that shows a verdict and no progress, once there is one. */
  verdict(): Promise<string>;
  /** The first that came of a button, whatever it was: a message, a whisper, or what a modal was filled with. */
  reaction(): Promise<string>;
  /** What a person was told alone or in a modal, once they were; and that it, and everything else that was shown, holds nothing of `secret`. */
  refusal(): Promise<string>;
}

/** What a person sees of a call: everything but the address that it is sent to. */
function seenOf({ method, args }: Call): string {
  return /^(?:chat\.|views\.|files\.|canvases\.|conversations\.canvases|response_url|upload)/.test(method)
    ? JSON.stringify(args)
    : '';
}

/** By which one person is told something. */
const ALONE = ['response_url', 'chat.postEphemeral', 'views.update'];

/** A bot with those rules in that workspace, which is stopped when the test ends. */
export async function guarded(changes: Partial<BotParts> = {}): Promise<Guarded> {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  let special: (call: Call) => Reply | undefined = () => undefined;
  api.intercept((call) => special(call) ?? factsOf(call));
  const store = await memoryStore();
  const from = { askedBy: INSIDER, channel: PAY, thread: null };
  await remember(store, {
    ...from,
    id: SECRET_QUESTION,
    text: 'reject 10.66.6.6 in secret',
    sources: ['secret'],
    answer: HUSHED,
  });
  await remember(store, { ...from, id: OPEN_QUESTION, channel: OPS, text: 'top in open', sources: ['open'] });
  const questions = createQuestions(store.db);
  for (const [id, rootTs] of Object.entries(ROOT)) await questions.tell(id, { rootTs });
  const runs = { open: 0, secret: 0 };
  const sources = (['open', 'secret'] as const).map((name) => {
    const source = sourceNamed(name, {}, () => {
      runs[name] += 1;
    });
    // As the configured ones are, so that nothing of what one remembers may come to who may not ask it.
    return {
      ...source,
      engine: rememberingEngine(source.engine, { now: () => Math.floor(Date.now() / 1000) }),
    };
  });
  const { port } = await startBot(api.settings, { store, sources, access: RULES, ...changes });

  async function firstOf(methods: readonly string[]): Promise<string> {
    return vi.waitFor(() => {
      const call = api.calls.find(({ method }) => methods.includes(method));
      if (!call) throw new Error(`no ${methods} yet: ${api.calls.map((one) => one.method).join(', ')}`);
      return JSON.stringify(call.args);
    }, 10_000);
  }
  const shown = () => api.calls.map(seenOf).join('\n');

  return {
    api,
    port: port ?? 0,
    store,
    questions,
    audit: createAudit(store.db),
    runs,
    intercept: (reply) => {
      special = reply;
    },
    shown,
    first: (method) => firstOf([method]),
    verdict: () =>
      vi.waitFor(() => {
        const texts = api.of('chat.update').map(({ args }) => JSON.stringify(args));
        const done = texts.findLast((text) => !text.includes('flows-cancel'));
        if (!done) throw new Error('no verdict yet');
        return done;
      }, 10_000),
    reaction: () => firstOf([...ALONE, 'chat.postMessage']),
    async refusal() {
      const told = await firstOf(ALONE);
      expect(shown()).not.toMatch(TRACES);
      expect(runs.secret).toBe(0);
      return told;
    },
  };
}

/**
 * The same, in which MEMBER, who is in the user group, may ask `secret` until that is withdrawn. The clock stands until it is moved.
 */
export async function withdrawable(changes: Partial<BotParts> = {}) {
  let clock = Date.now();
  const at = await guarded({ now: () => clock, ...changes });
  const pass = (milliseconds: number) => {
    clock += milliseconds;
  };
  return {
    at,
    pass,
    /** From now on they are in no user group, which the bot has had the time to notice. */
    withdraw() {
      at.intercept(({ method }) =>
        method === 'usergroups.users.list' ? { body: { ok: true, users: [] } } : undefined,
      );
      pass(6 * 60_000);
    },
  };
}
