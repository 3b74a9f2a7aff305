/** The whole bot over HTTP, with a source of Logs Insights, and every line that it logs. */
import nock from 'nock';
import { onTestFinished } from 'vitest';
import type { Source } from '../../src/investigation/source.ts';
import { createLog } from '../../src/log.ts';
import type { BotParts } from '../../src/slack/bot.ts';
import { ABOUT } from './about.ts';
import { type AwsMock, ok } from './aws-mock.ts';
import { flowLogsReply, insightsSource, resultsReply, until } from './insights-source.ts';
import { type SlackApi, startSlackApi } from './slack-api.ts';
import { startBot } from './slack-bot.ts';

export type Line = Readonly<Record<string, unknown>> & { readonly msg: string };

export interface LoggedBot {
  readonly slack: SlackApi;
  readonly port: number;
  readonly metricsPort: number;
  readonly stop: () => Promise<void>;
  /** Everything so far, as it was written. */
  readonly written: readonly string[];
  lines(): readonly Line[];
  /** Resolves when a line says that. */
  said(message: string): Promise<Line>;
}

/** AWS runs whatever query comes, under such ids: `q-1`, `q-2`. */
export function answeringInsights(aws: AwsMock): void {
  let started = 0;
  aws.maybe('DescribeFlowLogs', flowLogsReply());
  aws.maybe('StartQuery', () => {
    started += 1;
    return ok({ queryId: `q-${started}` });
  });
  aws.maybe('GetQueryResults', resultsReply('Complete', [], { bytesScanned: 7_000_000 }));
}

export function insightsNamed(name: string): Source {
  const { engine, flowLogSettings } = insightsSource();
  return { name, about: { ...ABOUT, kind: 'insights' }, engine, flowLogSettings };
}

/** After `mockInsights`, which lets nothing else be reached. */
export async function startLoggedBot(changes: Partial<BotParts> = {}, level = 'debug'): Promise<LoggedBot> {
  nock.enableNetConnect('127.0.0.1');
  const slack = await startSlackApi();
  onTestFinished(() => slack.close());
  const written: string[] = [];
  const log = createLog(level, { write: (line) => written.push(line) });
  const { port, metricsPort, stop } = await startBot(slack.settings, {
    ...{ log, metricsPort: 0, sources: [insightsNamed('core')] },
    ...changes,
  });
  const lines = () => written.map((line) => JSON.parse(line) as Line);

  async function said(message: string): Promise<Line> {
    await until(() => lines().some(({ msg }) => msg === message));
    const line = lines().find(({ msg }) => msg === message);
    if (!line) throw new TypeError(`nobody said ${message}`);
    return line;
  }

  return { slack, port: port ?? 0, metricsPort: metricsPort ?? 0, stop, written, lines, said };
}
