/** Flow logs that miss no record, and say less in each than they could: fields that are missing, and a long aggregation interval. */
import type { FlowLog } from '../../network/flow-log.ts';
import { FIELDS } from '../../record/fields.ts';
import { completeCopy } from './gaps.ts';
import { listed } from './phrases.ts';
import { losses } from './recommended-format.ts';
import { type Cover, fieldsMissing, intervalOf, isLogged } from './standing.ts';

export interface Improvement {
  /** The end of a sentence about all that is logged: `the format of fl-0aaa lacks reject-reason`. */
  readonly short: string;
  /** A sentence for the small print. */
  readonly note: string;
  readonly command: string | undefined;
}

/** Seconds; CreateFlowLogs takes 60 or 600. */
const SHORT_INTERVAL = 60;
const LOSSES_SHOWN = 3;

interface Poor {
  readonly flowLog: FlowLog;
  readonly covers: readonly Cover[];
}

/** By the flow log nearest to the interfaces; the one of most interfaces first. */
function nearest(covers: readonly Cover[]): readonly Poor[] {
  const byFlowLog = new Map<FlowLog, Cover[]>();
  for (const cover of covers) {
    const [flowLog] = cover.flowLogs;
    const known = flowLog && byFlowLog.get(flowLog);
    if (known) known.push(cover);
    else if (flowLog) byFlowLog.set(flowLog, [cover]);
  }
  return [...byFlowLog]
    .map(([flowLog, of]) => ({ flowLog, covers: of }))
    .sort((a, b) => b.covers.length - a.covers.length);
}

function names(poor: readonly Poor[]): string {
  return listed(poor.map(({ flowLog }) => flowLog.flowLogId));
}

function poorFormat(covers: readonly Cover[]): Improvement | undefined {
  const poor = nearest(covers.filter(({ flowLogs }) => losses(fieldsMissing(flowLogs)).length > 0));
  const [first] = poor;
  if (!first) return undefined;
  const missing = fieldsMissing(first.covers[0]?.flowLogs ?? []);
  const lost = losses(missing);
  return {
    short: `the format of ${names(poor)} lacks ${listed(missing.map((key) => FIELDS[key].name))}`,
    note: `The format of ${names(poor)} cannot tell ${listed(lost, LOSSES_SHOWN)}; a format cannot be changed, so make a new flow log and then delete that one: until then every record is written twice.`,
    command: completeCopy(first.flowLog),
  };
}

function longInterval(covers: readonly Cover[]): Improvement | undefined {
  const poor = nearest(covers.filter(({ flowLogs }) => (intervalOf(flowLogs) ?? 0) > SHORT_INTERVAL));
  const [first] = poor;
  if (!first) return undefined;
  return {
    short: `the aggregation interval of ${names(poor)} is 10 minutes`,
    note: `A record of ${names(poor)} can stand for 10 minutes, except of an interface on Nitro, where it is never more than 1: what happened when is seen that much later and less exactly.`,
    command: completeCopy(first.flowLog),
  };
}

/** The better one first. */
export function improvements(covers: readonly Cover[]): readonly Improvement[] {
  const logged = covers.filter(isLogged);
  return [poorFormat(logged), longInterval(logged)].filter((one) => one !== undefined);
}
