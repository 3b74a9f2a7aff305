/** `alerts health`: what is watched and how that goes, and whether alerts can be told where they go. */
import { type Access, maySee } from '../../access/access.ts';
import { watcherHealth } from '../../alerts/health.ts';
import { watchHealthLines } from '../../present/alerts/watch-health.ts';
import { noticeMessage, type SlackMessage } from '../../present/block-kit.ts';
import { escaped, prose } from '../../present/mrkdwn.ts';
import { shortTime, zoneName } from '../../present/time.ts';
import { refusalMessage } from '../access/seen.ts';
import type { ActionTools } from '../desk.ts';
import type { ActionPlace } from '../perform.ts';
import { troubleIn } from './trouble.ts';

/** Channels that alerts go to. */
export function alertChannels({ alerting }: Pick<ActionTools, 'alerting'>): readonly string[] {
  const { channel, routes } = alerting.settings;
  return [...new Set([channel, ...routes.map((route) => route.channel)].flatMap((one) => one ?? []))];
}

/** Of sources that they may ask. */
async function watchLines(tools: ActionTools, access: Access, timeZone: string): Promise<readonly string[]> {
  const { store, sources, ledger, now, alerting } = tools;
  const health = await watcherHealth({ store, sources, ledger, now, settings: alerting.settings });
  const theirs = health.sources.filter(({ source }) => maySee(access, [source]));
  return watchHealthLines({ ...health, sources: theirs }, { timeZone }, Math.floor(now() / 1000));
}

export async function healthFor(
  tools: ActionTools,
  { askedBy: user, place, timeZone }: ActionPlace,
): Promise<SlackMessage> {
  const access = await tools.gate.admit({ user, channel: place.channel });
  if (access.kind === 'refused') return refusalMessage(access);
  const channels = alertChannels(tools);
  if (channels.length === 0)
    return noticeMessage(
      prose(
        'No channel is set for alerts, so nothing is watched for. Whoever runs flows sets `alerts.channel`.',
      ),
    );
  const now = Math.floor(tools.now() / 1000);
  const lines = await Promise.all(
    channels.map(async (channel) => {
      const trouble = await troubleIn(tools, channel);
      if (!trouble) return `:large_green_circle: <#${channel}>`;
      const at = Math.floor(trouble.at / 1000);
      const since = `${shortTime(at, { timeZone }, now)} ${zoneName(at, { timeZone })}`;
      return `:red_circle: <#${channel}> since ${since}: ${escaped(trouble.problem)} ${prose(trouble.todo)}`;
    }),
  );
  const watched = await watchLines(tools, access, timeZone);
  return noticeMessage(['*Where alerts are told*', ...lines, ...watched].join('\n'));
}
