/** What people do in Slack while a bot is killed, and how to tell that it came of it what must: questions, and the export of records. */
import type { Audit } from '../../src/store/audit.ts';
import type { IncidentDeed } from '../../src/store/incident-deed.ts';
import type { Incidents } from '../../src/store/incidents.ts';
import { wrongWith } from './answered-once.ts';
import { commandEnvelope, type Envelope, eventEnvelope } from './slack-envelopes.ts';
import type { KeptMessage } from './slack-workspace.ts';
import type { StatefulSlack } from './stateful-slack.ts';

/** A channel with an open incident, INC-1, and answers. */
export interface Scene {
  readonly slack: StatefulSlack;
  readonly channel: string;
  /** The card of the incident. */
  readonly cardTs: string;
  readonly answers: readonly { readonly question: string; readonly ts: string }[];
  /** What the bot keeps. */
  readonly audit: Audit;
  readonly incidents: Incidents;
}

export interface Deed {
  readonly name: string;
  readonly envelope: Envelope;
  /** Slack, or the person, delivers it again where it was not acknowledged. */
  readonly isRepeated: boolean;
  /** Its entry in the timeline of INC-1, where it has one. */
  readonly entry?: (deed: IncidentDeed) => boolean;
  /** What is wrong, in words. */
  readonly wrong: () => Promise<readonly string[]>;
}

/** @param nth of the deeds: what it makes is told by that from what others make */
export type Act = (scene: Scene, nth: number) => Deed;

/** What is wrong with all of them, each with its name. */
export async function wrongWithAll(deeds: readonly Deed[]): Promise<readonly string[]> {
  const all = deeds.map(async ({ name, wrong }) => (await wrong()).map((what) => `${name}: ${what}`));
  return (await Promise.all(all)).flat();
}

export function unlessOne(found: readonly unknown[], what: string): readonly string[] {
  return found.length === 1 ? [] : [`${found.length} ${what}`];
}

export async function auditWrong({ audit }: Scene, key: string): Promise<readonly string[]> {
  const all = await audit.list({ start: 0, end: Number.MAX_SAFE_INTEGER, most: 10_000 });
  const own = all.filter((deed) => deed.key === key && deed.outcome === 'done');
  return unlessOne(own, 'entries in the audit log');
}

/** @param files that the answer has */
export function typed(question: string, files: number): Act {
  return (scene, nth) => {
    const { slack } = scene;
    const [channel, text, id] = [`C0KILL${nth % 3}`, `${question} last ${nth + 60}m`, `T${nth}`];
    const isRoot = ({ thread_ts: thread, blocks }: KeptMessage) =>
      thread === undefined && blocks.includes(`${text}\``);
    return {
      name: `/flows ${text}`,
      envelope: commandEnvelope(slack.url, { channel_id: channel, text, trigger_id: id }),
      isRepeated: false,
      wrong: async () => [
        ...wrongWith(slack.messages(channel), { isRoot, files }),
        ...(await auditWrong(scene, `question/${id}`)),
      ],
    };
  };
}

/** @param files that the answer has */
export function mentioned(question: string, files: number): Act {
  return (scene, nth) => {
    const { slack } = scene;
    const [channel, ts, id] = [`C0KILL${nth % 3}`, `1699.${nth + 1}`, `Ev${nth}`];
    const event = { type: 'app_mention', user: 'U0ASKER', text: `<@U0FLOWS> ${question}`, channel, ts };
    const isRoot = ({ thread_ts: thread, blocks }: KeptMessage) =>
      thread === ts && blocks.includes('asked by');
    return {
      name: `@flows ${question} (${ts})`,
      envelope: eventEnvelope(event, id),
      isRepeated: true,
      wrong: async () => [
        ...wrongWith(slack.messages(channel), { isRoot, files }),
        ...(await auditWrong(scene, `question/${id}`)),
      ],
    };
  };
}
