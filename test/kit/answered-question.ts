/** A bot over the stand-in for Slack with one question answered, whose buttons can be pressed. */
import { onTestFinished, vi } from 'vitest';
import { createDemoSource } from '../../src/demo/source.ts';
import type { BotParts } from '../../src/slack/bot.ts';
import { createQuestions, type Questions } from '../../src/store/questions.ts';
import type { Store } from '../../src/store/store.ts';
import { type Call, type SlackApi, startSlackApi } from './slack-api.ts';
import { startBot } from './slack-bot.ts';
import { memoryStore } from './stores.ts';

const LONG = 15_000;
/** A Monday. */
const ASKED = Date.parse('2026-11-23T14:10:00Z');

/** The clock of the test that runs, and the network of all tests of a file: generating its hour takes longer than answering from it. */
let now = ASKED;
const DEMO = createDemoSource(() => Math.floor(now / 1000));

interface Button {
  readonly action_id: string;
  readonly value: string;
  readonly text: { readonly text: string };
}

type Block = Readonly<Record<string, unknown>> & { readonly type: string };

export function textOf(call: Call | undefined): string {
  return JSON.stringify(call?.args ?? null);
}

export function buttonsIn(blocks: unknown): readonly Button[] {
  return ((blocks ?? []) as readonly Block[]).flatMap((block) =>
    block.type === 'actions' ? (block['elements'] as readonly Button[]) : [],
  );
}

export interface AnsweredQuestion {
  readonly api: SlackApi;
  readonly port: number;
  readonly store: Store;
  readonly questions: Questions;
  /** The `ts` of its root. */
  readonly root: string;
  /** The buttons under its answer. */
  readonly buttons: readonly Button[];
  /** Presses one of them by its action id; another `trigger_id` each time unless it is told. */
  press(action: string, user?: string): Promise<Response>;
  /** So many milliseconds later. */
  wait(milliseconds: number): void;
  /** The first call that is as wanted, once it is there. */
  eventually(method: string, wanted: (call: Call) => boolean): Promise<Call>;
}

export async function answeredQuestion(
  text = 'reject 10.0.1.5',
  changes: Partial<BotParts> = {},
): Promise<AnsweredQuestion> {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  now = ASKED;
  const store = changes.store ?? (await memoryStore());
  const bot = await startBot(api.settings, { sources: [DEMO], now: () => now, store, ...changes });
  const port = bot.port ?? 0;

  function eventually(method: string, wanted: (call: Call) => boolean): Promise<Call> {
    return vi.waitFor(() => {
      const call = api.of(method).find(wanted);
      if (!call) throw new Error(`no such ${method} yet: ${JSON.stringify(api.of(method)).slice(0, 3000)}`);
      return call;
    }, LONG);
  }

  await api.command(port, { text });
  const { args } = await eventually('chat.update', (call) => !textOf(call).includes('flows-cancel'));
  const replies = api.of('chat.postMessage').filter((call) => call.args['thread_ts'] !== undefined);
  const root = String(args['ts']);
  const buttons = buttonsIn(replies.at(-1)?.args['blocks'] ?? args['blocks']);
  return {
    ...{ api, port, store, questions: createQuestions(store.db), root, buttons, eventually },
    press(action, user) {
      const button = buttons.find(({ action_id }) => action_id === action);
      if (!button) throw new Error(`there is no button ${action}`);
      return api.press(
        port,
        { action_id: action, value: button.value },
        { channel: 'C0OPS', ts: root },
        user,
      );
    },
    wait: (milliseconds) => {
      now += milliseconds;
    },
  };
}
