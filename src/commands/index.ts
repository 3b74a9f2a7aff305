/** Every verb, in the order help shows them. */
import { accuracy } from './accuracy.ts';
import { ack } from './ack.ts';
import { alerts } from './alerts.ts';
import { athenaSetup } from './athena-setup.ts';
import { audit } from './audit.ts';
import { capture } from './capture.ts';
import { coverage } from './coverage.ts';
import { decode } from './decode.ts';
import { diff } from './diff.ts';
import { doctor } from './doctor.ts';
import { expect } from './expect.ts';
import { help } from './help.ts';
import { iamPolicy } from './iam-policy.ts';
import { incident } from './incident.ts';
import { init } from './init.ts';
import { maintenance } from './maintenance.ts';
import { mute } from './mute.ts';
import { records } from './records.ts';
import { reject } from './reject.ts';
import { scan } from './scan.ts';
import { snooze } from './snooze.ts';
import { talk } from './talk.ts';
import { timeline } from './timeline.ts';
import { top } from './top.ts';
import { trace } from './trace.ts';
import type { Verb } from './verb.ts';
import { watch } from './watch.ts';

export const VERBS: readonly Verb[] = [
  reject,
  trace,
  diff,
  talk,
  top,
  timeline,
  records,
  scan,
  coverage,
  capture,
  athenaSetup,
  watch,
  alerts,
  ack,
  snooze,
  mute,
  expect,
  maintenance,
  incident,
  accuracy,
  audit,
  init,
  doctor,
  iamPolicy,
  decode,
  help,
];
