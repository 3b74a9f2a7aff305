/** A flow log records less than it should: AWS loses or cannot deliver records, fields went missing, or one action is not kept. */

import { KEEPS_GOING } from '../diagnosis/detection.ts';
import { defineDetector } from './detection/detector.ts';
import { writersQuery } from './detection/writers.ts';
import { fieldsSeen, formatQuery, lostFields } from './flow-log-health/format.ts';
import { type HealthScope, parameters } from './flow-log-health/parameters.ts';
import { settingsFaults, settingsSeen } from './flow-log-health/settings.ts';
import { allIdle, skipped, statusQuery } from './flow-log-health/skipped.ts';

/** Hours before the window in which fields are looked for where nothing is remembered. */
const LOOK_BACK = 6 * 3600;

function needs({ request: { window }, detecting }: HealthScope) {
  return {
    statuses: statusQuery(window),
    writers: writersQuery(window),
    format: formatQuery(detecting.history ? window : { ...window, start: window.start - LOOK_BACK }),
  };
}

export const flowLogHealth = defineDetector({
  id: 'flow-log-health',
  title: 'Health of the flow logs',
  summary: 'Records that AWS lost or cannot deliver, fields that went missing, traffic that is not kept.',
  basis:
    'VPC User Guide, "Flow log records": SKIPDATA marks records that were lost within AWS, NODATA an idle interface; DescribeFlowLogs for delivery.',
  quietBy:
    'SKIPDATA must be in more than 1 % of the minutes in which interfaces write; NODATA alone is normal; that only one action is kept is told on one day.',
  benign:
    'A short burst of traffic can make AWS skip records once, and a flow log may have been replaced on purpose: see whether it goes on.',
  pace: 'round',
  confirmed: 'at-once',
  parameters,
  needs,
  detect({ statuses, writers, format }, scope) {
    const found = [
      ...skipped(statuses.rows, writers.rows, scope),
      ...allIdle(statuses.rows, writers.rows, scope),
      ...settingsFaults(scope),
      ...lostFields(format.rows, scope),
    ];
    return {
      found: found.filter(({ level }) => level >= KEEPS_GOING),
      observed: { samples: [], acquaintances: [...fieldsSeen(format.rows), ...settingsSeen(scope)] },
    };
  },
});
