/** How many queries a service runs when a hundred people ask the bot the same at once, beside a bot that remembers nothing. */
import { pino } from 'pino';
import { rememberingEngine } from '../../src/investigation/remembering-engine.ts';
import type { Source } from '../../src/investigation/source.ts';
import { createBot } from '../../src/slack/bot.ts';
import { openStore } from '../../src/store/store.ts';
import { ABOUT } from '../kit/about.ts';
import { startSlackApi } from '../kit/slack-api.ts';
import type { Measured } from './measure.ts';

const PEOPLE = 100;
/** What a query takes where it runs, milliseconds. */
const QUERY = 200;

const seconds = () => Math.floor(Date.now() / 1000);

interface Service {
  readonly source: Source;
  queries(): number;
}

/** A service that finds nothing, slowly, and counts. */
function slowService(): Service {
  let queries = 0;
  return {
    queries: () => queries,
    source: {
      name: 'service',
      about: ABOUT,
      engine: {
        id: 'service',
        async run() {
          queries += 1;
          await new Promise((resolve) => setTimeout(resolve, QUERY));
          return {
            rows: [],
            cutOff: false,
            scan: { queries: 1, bytes: 38e6, records: 0, estimatedUsd: 0.0002, milliseconds: QUERY },
            malformed: { count: 0, samples: [] },
            notes: [],
          };
        },
        close: async () => {},
      },
      flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
    },
  };
}

interface Asked {
  readonly queries: number;
  readonly seconds: number;
}

/** So many people ask the same, each in a channel of their own; ends when all are answered. */
async function asked(people: number, remembers: boolean): Promise<Asked> {
  const api = await startSlackApi();
  const { source, queries } = slowService();
  const engine = remembers ? rememberingEngine(source.engine, { now: seconds }) : source.engine;
  const bot = createBot({
    store: await openStore({ url: null, path: ':memory:' }),
    settings: api.settings,
    sources: [{ ...source, engine }],
    now: Date.now,
    monotonic: () => performance.now(),
    log: pino({ level: 'silent' }),
    drainSeconds: 10,
    healthPort: null,
  });
  const { port } = await bot.start();
  if (port === null) throw new TypeError('the bot listens on no port');
  const began = performance.now();
  await Promise.all(
    Array.from({ length: people }, (_, index) =>
      api.command(port, { text: 'top', user_id: `U${index}`, channel_id: `C${index}` }),
    ),
  );
  const isVerdict = (call: { readonly args: object }) => !JSON.stringify(call.args).includes('flows-cancel');
  while (api.of('chat.update').filter(isVerdict).length < people) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const took = (performance.now() - began) / 1000;
  await bot.stop();
  await api.close();
  return { queries: queries(), seconds: took };
}

export async function benchCoalescing(): Promise<Measured[]> {
  const one = await asked(1, false);
  const bare = await asked(PEOPLE, false);
  const ours = await asked(PEOPLE, true);
  return [
    {
      name: `queries for ${PEOPLE} same questions, of those of one (wanted: 1)`,
      ratio: ours.queries / one.queries,
      detail: `${ours.queries} queries in ${ours.seconds.toFixed(1)} s, remembering nothing ${bare.queries} in ${bare.seconds.toFixed(1)} s; one question ${one.queries}`,
    },
  ];
}
