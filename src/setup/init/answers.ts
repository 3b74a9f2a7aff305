/** What `flows init` is told: enough for one source, where alerts go, and how Slack reaches the bot. */
import { USUAL_COMMAND } from '../../slack/connection/settings.ts';

export const KINDS = ['insights', 'athena', 'files'] as const;
export type Kind = (typeof KINDS)[number];

export interface Answers {
  readonly kind: Kind;
  /** Of the source. */
  readonly name: string;
  /** Null where AWS_REGION says it. */
  readonly region: string | null;
  /** The ARN of a role that is assumed; null for none. */
  readonly role: string | null;
  readonly externalId: string | null;
  /** Names or ARNs; none for those that flow logs write to. */
  readonly logGroups: readonly string[];
  readonly workgroup: string;
  readonly database: string;
  readonly table: string;
  /** `s3://bucket/prefix/`; null where the workgroup says it. */
  readonly output: string | null;
  readonly paths: readonly string[];
  /** A Slack channel id; null where nobody hears of alerts. */
  readonly channel: string | null;
  /** Where Slack reaches the bot, `https://flows.example.com`; null for Socket Mode. */
  readonly url: string | null;
  /** As Slack shows it. */
  readonly botName: string;
  /** What people type in Slack: `/flows`. */
  readonly command: string;
}

/** What stands where nobody says otherwise: also what `flows athena-setup` calls its workgroup, database and table. */
export function usualAnswers(region: string | null): Answers {
  return {
    ...{ kind: 'insights', name: 'production', region, role: null, externalId: null, logGroups: [] },
    ...{ workgroup: 'flows', database: 'flows', table: 'vpc_flow_logs', output: null },
    ...{ paths: ['./records'], channel: null, url: null, botName: 'flows', command: USUAL_COMMAND },
  };
}
