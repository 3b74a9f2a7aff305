/** The settings of several sources' flow logs as those of one. */
import { keptBy } from '../../network/find/flow-log-cover.ts';
import type { FlowLog } from '../../network/flow-log.ts';
import type { FlowLogSettings } from '../source.ts';
import { sharedNotes } from './notes.ts';

export interface SettingsOf {
  readonly source: string;
  readonly settings: FlowLogSettings;
}

const KEPT: Readonly<Record<FlowLog['keeps'], string>> = {
  ALL: 'all traffic',
  ACCEPT: 'accepted traffic only',
  REJECT: 'rejected traffic only',
};

function keptIn({ flowLogs }: FlowLogSettings): FlowLog['keeps'] | null {
  return keptBy((flowLogs ?? []).filter(({ active }) => active));
}

/** Not known as soon as one source's are not: "no flow log covers it" is true only of all of them. */
export function mergedSettings(each: readonly SettingsOf[]): FlowLogSettings {
  const unknown = each.filter(({ settings }) => settings.flowLogs === null);
  const kept = each.map(({ source, settings }) => ({ source, keeps: keptIn(settings) }));
  const differ = new Set(kept.map(({ keeps }) => keeps)).size > 1;
  const flowLogs = each.flatMap(({ settings }) => settings.flowLogs ?? []);
  const notes = [
    ...(unknown.length > 0 && unknown.length < each.length
      ? [
          `Which flow logs write to ${unknown.map(({ source }) => source).join(', ')} is not known, so whom they cover is not told of any source.`,
        ]
      : []),
    ...(differ
      ? kept.flatMap(({ source, keeps }) =>
          keeps === null || keeps === 'ALL' ? [] : [`${source}: the flow log keeps ${KEPT[keeps]}.`],
        )
      : []),
    ...sharedNotes(each.map(({ source, settings }) => ({ source, notes: settings.notes }))),
  ];
  return {
    flowLogs: unknown.length > 0 ? null : [...new Map(flowLogs.map((one) => [one.flowLogId, one])).values()],
    notes,
    ...(differ ? { differ: true } : {}),
  };
}
