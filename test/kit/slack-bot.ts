/** The whole bot for tests: silent, with sources that answer at once or when they are let, and stopped after each test. */
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import type { Source } from '../../src/investigation/source.ts';
import type { Engine, RunOptions } from '../../src/query/engine.ts';
import { type Bot, type BotParts, createBot, type Started } from '../../src/slack/bot.ts';
import type { SlackSettings } from '../../src/slack/connection/settings.ts';
import { ABOUT } from './about.ts';
import { memoryStore } from './stores.ts';

const NO_ROWS = {
  rows: [],
  cutOff: false,
  scan: { queries: 1, bytes: 0, records: 0, estimatedUsd: 0, milliseconds: 1 },
  malformed: { count: 0, samples: [] },
  notes: [],
};

function sourceOf(run: (options: RunOptions) => Promise<void>): Source {
  const engine: Engine = {
    id: 'test',
    async run(_, options) {
      await run(options);
      return NO_ROWS;
    },
    close: async () => {},
  };
  return {
    name: 'records',
    about: ABOUT,
    engine,
    flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
  };
}

/** Finds nothing, at once. */
export const QUICK = sourceOf(async () => {});

/** The same under another name. */
export function sourceNamed(name: string): Source {
  return { ...QUICK, name };
}

export interface Held {
  readonly source: Source;
  /** Resolves when the first query has begun. */
  readonly begun: Promise<void>;
  /** Lets every query end. */
  release(): void;
  /** Whether a query was aborted where it ran. */
  isAborted(): boolean;
}

/** Answers only when it is released, and says what it does until then. */
export function held(progress = '12 of 40 files'): Held {
  let [begin, release] = [() => {}, () => {}];
  let aborted = false;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const source = sourceOf(async ({ signal, onProgress }) => {
    begin();
    onProgress?.({ text: progress });
    const ended = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => {
        aborted = true;
        reject(signal.reason);
      });
    });
    await Promise.race([released, ended]);
  });
  return { source, begun, release: () => release(), isAborted: () => aborted };
}

/** Starts a bot that is stopped when the test ends. */
export async function startBot(
  settings: SlackSettings,
  changes: Partial<BotParts> = {},
): Promise<Started & Pick<Bot, 'stop' | 'tokenLost'>> {
  const bot = createBot({
    settings,
    store: changes.store ?? (await memoryStore()),
    sources: [QUICK],
    now: Date.now,
    monotonic: () => performance.now(),
    log: pino({ level: process.env['FLOWS_TEST_LOG'] ?? 'silent' }),
    drainSeconds: 0,
    healthPort: null,
    pace: 0,
    settling: [10, 20],
    ...changes,
  });
  onTestFinished(() => bot.stop());
  return { ...(await bot.start()), stop: () => bot.stop(), tokenLost: bot.tokenLost };
}

/** Would scan 120 GB for an hour, and less for less; finds nothing. */
export function costly(): { readonly source: Source; readonly windows: readonly number[] } {
  const windows: number[] = [];
  const { engine, ...rest } = QUICK;
  const source: Source = {
    ...rest,
    engine: {
      ...engine,
      estimate: async ([query]) => {
        const { start, end } = query?.window ?? { start: 0, end: 0 };
        const share = (end - start) / 3600;
        return { bytes: 1.2e11 * share, usd: 0.6 * share, basis: 'CloudWatch Logs estimated it' };
      },
      run: (query, options) => {
        windows.push(query.window.end - query.window.start);
        return engine.run(query, options);
      },
    },
  };
  return { source, windows };
}
