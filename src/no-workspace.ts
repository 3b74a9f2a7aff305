/** Nobody gave the process a Slack token: that is the demo where nothing else is set either, and a mistake where anything says that it is to serve people. */
import { type Environment, setIn } from './config-environment.ts';
import type { Config } from './config-schema.ts';

/** What nobody sets who only wants to see what flows does. */
const OF_A_SERVICE = ['PORT', 'METRICS_PORT', 'DATABASE_URL'] as const;

/** @returns why it does not run, as a sentence with what to do; null for the demo */
export function noDemo(
  {
    sources,
    alerts,
  }: { readonly sources: readonly unknown[]; readonly alerts: Pick<Config['alerts'], 'channel'> },
  env: Environment,
): string | null {
  const set = setIn(env);
  const signs = [
    ...(sources.length > 0 ? ['sources are configured'] : []),
    ...(alerts.channel === null ? [] : ['a channel for alerts is configured']),
    ...OF_A_SERVICE.filter((name) => set[name] !== undefined).map((name) => `${name} is set`),
  ];
  if (signs.length === 0) return null;
  return `SLACK_BOT_TOKEN in the environment is not set, and ${signs.join(', ')}; set it and SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET and PORT) to answer in Slack, ask in the terminal with \`flows\`, or see the demo with \`flows demo\`.`;
}
