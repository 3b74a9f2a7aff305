/** The bot as it is run: its own main file in a process of its own, configured by a file and the environment, with a probe of its memory. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DEFAULT_FORMAT } from '../../../src/record/format.ts';
import { administrate } from '../../kit/administrate.ts';
import { freePort } from '../../kit/free-port.ts';
import { SECRET } from '../../kit/slack-envelopes.ts';
import type { Probed } from './probe.ts';

export interface BotTold {
  /** For its files. */
  readonly folder: string;
  /** Of the scenario whose network it knows. */
  readonly scenario: string;
  readonly slackUrl: string;
  readonly awsUrl: string;
  /** Of a Postgres; undefined for a file of SQLite. */
  readonly postgres: string | undefined;
  /** Flags of Node.js. */
  readonly flags: readonly string[];
}

export interface LoadedBot {
  readonly port: number;
  /** What Prometheus is told of that name without labels. */
  metric(name: string): Promise<number>;
  /** After its garbage was collected. */
  probe(): Promise<Probed>;
  /** Lets it end by itself, and removes its store. @returns the code that it ended with */
  stop(): Promise<number | null>;
}

const REGION = 'eu-west-1';
const LOG_GROUP = '/vpc/flow';
/** It is up within so many milliseconds. */
const STARTS = 30_000;

/** A flow log of AWS's default format that writes to the log group. */
async function writeSettings({ folder, scenario }: BotTold): Promise<string> {
  const printed = JSON.parse(await readFile(join(scenario, 'flow-logs.json'), 'utf8')) as {
    readonly FlowLogs: readonly object[];
  };
  const flowLogs = printed.FlowLogs.map((one) => ({
    ...one,
    ...{ LogDestinationType: 'cloud-watch-logs', LogGroupName: LOG_GROUP, LogDestination: undefined },
    LogFormat: DEFAULT_FORMAT.fields.map(({ name }) => `\${${name}}`).join(' '),
  }));
  await writeFile(join(folder, 'flow-logs.json'), JSON.stringify({ FlowLogs: flowLogs }));
  const path = join(folder, 'flows.config.yaml');
  const source = {
    ...{ name: 'production', kind: 'insights', region: REGION, logGroups: [LOG_GROUP] },
    ...{ inventory: join(scenario, 'aws'), flowLogs: join(folder, 'flow-logs.json') },
  };
  // JSON is YAML.
  await writeFile(path, JSON.stringify({ sources: [source], store: { path: join(folder, 'flows.db') } }));
  return path;
}

async function isUp(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  } catch {
    // It does not listen yet.
    return false;
  }
}

async function untilUp(bot: ChildProcess, port: number, logFile: string): Promise<void> {
  for (const began = performance.now(); !(await isUp(port)); await setTimeout(100)) {
    if (bot.exitCode !== null || performance.now() - began > STARTS)
      throw new Error(`the bot did not start; ${logFile} says why`);
  }
}

export async function startBot(told: BotTold): Promise<LoadedBot> {
  const { folder, slackUrl, awsUrl, postgres, flags } = told;
  const [port, metricsPort, config] = [await freePort(), await freePort(), await writeSettings(told)];
  const database = `load_${randomUUID().replaceAll('-', '')}`;
  const url = postgres === undefined ? undefined : new URL(postgres);
  if (url && postgres !== undefined) {
    await administrate(postgres, `create database ${database}`);
    url.pathname = `/${database}`;
  }
  const logFile = join(folder, 'bot.log');
  const main = join(import.meta.dirname, '../../../src/main.js');
  const bot = spawn(
    process.execPath,
    ['--expose-gc', ...flags, '--import', join(import.meta.dirname, 'probe.js'), main],
    {
      env: {
        ...process.env,
        ...{ SLACK_BOT_TOKEN: 'xoxb-load', SLACK_SIGNING_SECRET: SECRET, SLACK_API_URL: `${slackUrl}/api/` },
        ...{ PORT: String(port), METRICS_PORT: String(metricsPort), FLOWS_CONFIG: config, LOG_LEVEL: 'info' },
        ...{ AWS_ACCESS_KEY_ID: 'AKIALOAD', AWS_SECRET_ACCESS_KEY: 'load', AWS_ENDPOINT_URL: awsUrl },
        DATABASE_URL: url?.toString() ?? '',
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  const log = createWriteStream(logFile);
  bot.stdout?.pipe(log);
  bot.stderr?.pipe(log);
  const ended = once(bot, 'exit') as Promise<[number | null]>;
  await untilUp(bot, port, logFile);

  return {
    port,
    async metric(name) {
      // A connection that is kept for the next look may be closed in the moment of that.
      const headers = { connection: 'close' };
      const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`, { headers })).text();
      return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
    },
    async probe() {
      bot.send('probe');
      const [probed] = (await once(bot, 'message')) as [Probed];
      return probed;
    },
    async stop() {
      bot.kill('SIGTERM');
      const [code] = await ended;
      if (postgres !== undefined) await administrate(postgres, `drop database ${database} with (force)`);
      return code;
    },
  };
}
