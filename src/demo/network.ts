/** The demo's hour: everything that happens in its VPC, as the records of one flow log. */
import { capture, HEADER } from './capture.ts';
import { demoPolicy } from './policy.ts';
import { HOSTS } from './topology.ts';
import { batchWork, newRelease } from './traffic/batch.ts';
import { caching, databases, reports } from './traffic/data.ts';
import { administration, probes } from './traffic/internet.ts';
import { metrics, pings } from './traffic/monitoring.ts';
import { loadBalancing, visitors } from './traffic/web.ts';
import { wire } from './wire.ts';

/** An hour, and what the newest records lag behind. */
const HISTORY_SECONDS = 66 * 60;
const FAULT_AGE_SECONDS = 35 * 60;
/** This long after it the batch worker begins to ask the cache: then it is known that others of its network were answered before. */
const RELEASED_AFTER_FAULT_SECONDS = 10 * 60;
/** This long before the fault, AWS loses an interval of the bastion's. */
const SKIPPED_BEFORE_FAULT_SECONDS = 10 * 60;

/** When the demo's network ACL loses its rule, for a demo that starts at `now`; both are seconds since the epoch. */
export function faultBefore(now: number): number {
  return Math.floor((now - FAULT_AGE_SECONDS) / 60) * 60;
}

const TRAFFIC = [
  visitors,
  loadBalancing,
  databases,
  caching,
  reports,
  batchWork,
  probes,
  administration,
  pings,
  metrics,
];

/**
 * The hour before `now` as the lines of a flow log file, the header first. The same minute looks the same at every `now`,
 * so that the network goes on living when it is asked again later.
 */
export function demoLines(now: number, faultSince = faultBefore(now)): readonly string[] {
  const span = { from: now - HISTORY_SECONDS, until: now };
  const seen = capture(span.from, {
    host: HOSTS.bastion,
    at: faultSince - SKIPPED_BEFORE_FAULT_SECONDS,
  });
  const carries = wire(demoPolicy(faultSince), seen);
  for (const happen of TRAFFIC) happen(span, carries);
  newRelease(span, faultSince + RELEASED_AFTER_FAULT_SECONDS, carries);
  return [HEADER, ...seen.lines(now)];
}
