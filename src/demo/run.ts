/** The demo: the real bot in a local Slack, asked about a network with planted faults. */
import { ALERT_DEFAULTS } from '../alerts/settings.ts';
import { DEFAULT_DETECTION } from '../analyzers/detection/detecting.ts';
import { answer, understand } from '../commands/answer.ts';
import { createLog } from '../log.ts';
import { renderText } from '../present/text.ts';
import { wrapped } from '../present/wrap.ts';
import { createBot } from '../slack/bot.ts';
import { USUAL_COMMAND } from '../slack/connection/settings.ts';
import { wait } from '../slack/wait.ts';
import { openStore } from '../store/store.ts';
import type { Output } from '../terminal/terminal.ts';
import { type DemoDescription, describeDemo } from './description.ts';
import { type LocalSlack, NoLocalSlack, startLocalSlack } from './local-slack.ts';
import { paragraphs } from './slack-text.ts';
import { type SlackPost, type SlackUser, sitDown } from './slack-user.ts';
import { createDemoSource } from './source.ts';
import { ALERTS_CHANNEL, CHANNEL, settingsFor, WORKSPACE, YOU } from './workspace.ts';

export interface Demo {
  readonly stdout: Output;
  readonly stderr: Output;
  /** It goes on after the answer, with a page to type in, until the signal. */
  readonly staysUp: boolean;
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  /** Starts the local Slack; another one for tests. @throws NoLocalSlack. */
  readonly startSlack?: (workspace: typeof WORKSPACE, port: number) => Promise<LocalSlack>;
}

const WIDTH = 100;
/** Of the page, so that its address is the same the next time; another one where it is taken. */
const PORT = 3400;
const ANY_PORT = 0;
/** The answer takes a few seconds; milliseconds. */
const PATIENCE = 60_000;
const GLANCE = 200;
/** A question that is still running when the demo ends is given this long. */
const DRAIN_SECONDS = 2;
/** Whoever tries it out hardly waits for others of the same cause; seconds. */
const ALERTS = { ...ALERT_DEFAULTS, channel: ALERTS_CHANNEL.id, groupWait: 10 };

type Print = (...lines: readonly string[]) => void;

function printer({ stdout }: Demo): Print {
  return (...lines) => stdout.write(`${lines.join('\n')}\n`);
}

function introduce(print: Print, { about, topology }: DemoDescription): void {
  print(...wrapped(about, WIDTH), '', ...topology.map((line) => `  ${line}`), '');
}

function otherQuestions({ faults }: DemoDescription, asked: string, command: string): readonly string[] {
  const others = faults.filter(({ ask }) => ask !== asked).map(({ ask }) => ask);
  return [...others, 'talk web-1', 'timeline web-1', 'diff last 30m', 'top by bytes', 'help'].map(
    (ask) => `  ${command} ${ask}`,
  );
}

/** The question's message and its thread, once the verdict is in the message; nothing where the demo is stopped before. */
async function answered(you: SlackUser, { signal }: Demo): Promise<readonly SlackPost[]> {
  for (let waited = 0; waited < PATIENCE; waited += GLANCE) {
    if (signal.aborted) return [];
    const [root, ...thread] = await you.messages();
    const isRunning = root?.blocks?.some(({ type }) => type === 'actions') ?? true;
    if (root && !isRunning && thread.length > 0) return [root, ...thread];
    await wait(GLANCE, signal);
  }
  throw new Error(`The demo's question was not answered within ${PATIENCE / 1000} s.`);
}

/** Lines behind a margin, the first of them behind another. */
function behind(first: string, margin: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => ((index === 0 ? first : margin) + line).trimEnd());
}

function conversationLines(posts: readonly SlackPost[], question: string): readonly string[] {
  const [name, margin, inThread] = ['  flows  ', '         ', '    │ '];
  const style = { width: WIDTH - margin.length, names: { [YOU]: 'you' } };
  const [root = [], ...thread] = posts.map((post) => paragraphs(post, style));
  return [
    `#${CHANNEL.name}`,
    `  you    /flows ${question}`,
    ...behind(name, margin, root.flat()),
    ...thread.flat().flatMap((lines) => [inThread.trimEnd(), ...behind(inThread, inThread, lines)]),
    '',
  ];
}

async function inSlack(demo: Demo, slack: LocalSlack, question: string): Promise<void> {
  const { stderr, now, monotonic, signal, staysUp } = demo;
  const print = printer(demo);
  const seconds = () => Math.floor(now() / 1000);
  const store = await openStore({ url: null, path: ':memory:' });
  let watch = () => {};
  const mayWatch = new Promise<void>((resolve) => {
    watch = resolve;
  });
  const bot = createBot({
    settings: settingsFor(slack),
    store,
    sources: [createDemoSource(seconds)],
    now,
    monotonic,
    log: createLog('error', stderr),
    drainSeconds: DRAIN_SECONDS,
    healthPort: null,
    // Where nobody sits, it ends before a round would. The first round waits for the answer: both at once would be slow.
    ...(staysUp ? { alerts: ALERTS, detection: () => mayWatch.then(() => DEFAULT_DETECTION) } : {}),
  });
  await bot.start();
  try {
    const you = sitDown({ url: slack.url, channel: CHANNEL.id, user: YOU });
    await you.command(USUAL_COMMAND, question);
    const posts = await answered(you, demo);
    watch();
    if (posts.length === 0) return;
    print(...conversationLines(posts, question));
    const others = otherQuestions(describeDemo(), question, USUAL_COMMAND);
    if (!staysUp) {
      print('In a terminal the demo stays up, with a page to go on asking:', ...others);
      return;
    }
    print(
      `Go on in ${slack.url} (a local Slack; it listens on every network interface of this machine):`,
      ...others,
      '',
      `It watches too: within a minute or two it tells in #${ALERTS_CHANNEL.name} what needs a human; \`/flows alerts\` lists all of it.`,
      '',
      'Ctrl-C ends it.',
    );
    await aborted(signal);
  } finally {
    watch();
    await bot.stop();
    await store.close();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

async function inTerminal(demo: Demo, question: string): Promise<void> {
  const { now, monotonic, signal } = demo;
  const print = printer(demo);
  const at = Math.floor(now() / 1000);
  const sources = [createDemoSource(() => at)];
  const understood = understand(question, { now: at, timeZone: 'UTC' });
  const found = await answer(understood, { now: at, monotonic, sources, signal });
  print(
    `$ flows ${question}`,
    renderText(found, { timeZone: 'UTC', width: WIDTH, color: false }),
    'Further questions:',
    ...otherQuestions(describeDemo(), question, 'flows'),
  );
}

/** For people at the same address each time, where nobody else is there. @throws NoLocalSlack */
async function started({ staysUp, startSlack = startLocalSlack }: Demo): Promise<LocalSlack> {
  if (!staysUp) return startSlack(WORKSPACE, ANY_PORT);
  try {
    return await startSlack(WORKSPACE, PORT);
  } catch (error) {
    if (!(error instanceof NoLocalSlack)) throw error;
    return startSlack(WORKSPACE, ANY_PORT);
  }
}

/** Resolves when it has ended: after the answer, or with the signal where somebody sits there. */
export async function runDemo(demo: Demo): Promise<void> {
  const { stderr } = demo;
  const description = describeDemo();
  const question = description.faults[0]?.ask ?? 'help';
  introduce(printer(demo), description);
  let slack: LocalSlack;
  try {
    slack = await started(demo);
  } catch (error) {
    if (!(error instanceof NoLocalSlack)) throw error;
    stderr.write(`There is no local Slack here (${error.message}), so the terminal answers alone.\n`);
    return inTerminal(demo, question);
  }
  try {
    await inSlack(demo, slack, question);
  } finally {
    await slack.stop();
  }
}
