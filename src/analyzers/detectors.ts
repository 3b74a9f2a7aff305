/** Every detector, in the order in which their findings are listed. */
import { beacon } from './beacon.ts';
import { blockedDependency } from './blocked-dependency.ts';
import { bruteForce } from './brute-force.ts';
import type { Detector } from './detection/detector.ts';
import { dnsBulk } from './dns-bulk.ts';
import { dnsBypass } from './dns-bypass.ts';
import { exfiltration } from './exfiltration.ts';
import { exposedPort } from './exposed-port.ts';
import { flowLogGap } from './flow-log-gap.ts';
import { flowLogHealth } from './flow-log-health.ts';
import { hostSweep } from './host-sweep.ts';
import { lateralMovement } from './lateral-movement.ts';
import { longConnection } from './long-connection.ts';
import { mining } from './mining.ts';
import { newEdge } from './new-edge.ts';
import { portScan } from './port-scan.ts';
import { reflection } from './reflection.ts';
import { rejectSpike } from './reject-spike.ts';
import { scanWithHit } from './scan-with-hit.ts';
import { serviceSilent } from './service-silent.ts';
import { smtpOut } from './smtp-out.ts';
import { threatFeed } from './threat-feed.ts';
import { unusualProtocol } from './unusual-protocol.ts';
import { volumetric } from './volumetric.ts';

export const DETECTORS: readonly Detector[] = [
  flowLogGap,
  flowLogHealth,
  blockedDependency,
  serviceSilent,
  rejectSpike,
  volumetric,
  reflection,
  scanWithHit,
  bruteForce,
  exposedPort,
  portScan,
  hostSweep,
  lateralMovement,
  newEdge,
  beacon,
  longConnection,
  exfiltration,
  dnsBypass,
  dnsBulk,
  smtpOut,
  mining,
  threatFeed,
  unusualProtocol,
];
