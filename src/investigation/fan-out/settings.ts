/** The settings of several sources' flow logs as those of one. */
import { keptBy } from '../../network/find/flow-log-cover.ts';
import type { FlowLog } from '../../network/flow-log.ts';
import type { FlowLogSettings } from '../source.ts';
import { sharedNotes, twiceNote } from './notes.ts';

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

/** Two flow logs that keep the same action of one thing write the same records. */
function keepsSame(a: FlowLog['keeps'], b: FlowLog['keeps']): boolean {
  return a === b || a === 'ALL' || b === 'ALL';
}

/** What is recorded in two of the sources, by which of them. */
function recordedTwice(each: readonly SettingsOf[]): readonly string[] {
  const active = each.flatMap(({ source, settings }) =>
    (settings.flowLogs ?? []).filter((one) => one.active).map((flowLog) => ({ source, flowLog })),
  );
  const twice = active.flatMap(({ source, flowLog }, index) =>
    active
      .slice(index + 1)
      .filter(
        (other) =>
          other.source !== source &&
          other.flowLog.resourceId === flowLog.resourceId &&
          keepsSame(other.flowLog.keeps, flowLog.keeps),
      )
      .map((other) => twiceNote(flowLog.resourceId, [source, other.source])),
  );
  return [...new Set(twice)];
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
    ...recordedTwice(each),
    ...sharedNotes(each.map(({ source, settings }) => ({ source, notes: settings.notes }))),
  ];
  return {
    flowLogs: unknown.length > 0 ? null : [...new Map(flowLogs.map((one) => [one.flowLogId, one])).values()],
    notes,
    ...(differ ? { differ: true } : {}),
  };
}
