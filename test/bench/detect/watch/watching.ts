/** Looks at day after day as the watcher does: rounds over the last hour, and from time to time over the last day. */
import {
  DEFAULT_DETECTION,
  type Detecting,
  type ThreatFeed,
} from '../../../../src/analyzers/detection/detecting.ts';
import type { Detector } from '../../../../src/analyzers/detection/detector.ts';
import type { Observed } from '../../../../src/analyzers/detection/history.ts';
import { DETECTORS } from '../../../../src/analyzers/detectors.ts';
import { insideBlocks } from '../../../../src/analyzers/subject.ts';
import type { DetectorId } from '../../../../src/diagnosis/detection.ts';
import type { Finding } from '../../../../src/diagnosis/diagnosis.ts';
import { investigate } from '../../../../src/investigation/investigate.ts';
import type { FlowLog } from '../../../../src/network/flow-log.ts';
import type { Engine } from '../../../../src/query/engine.ts';
import { parseCidr } from '../../../../src/record/address.ts';
import { ABOUT } from '../../../kit/about.ts';
import { request } from '../../../kit/scope.ts';
import { LISTED } from '../attacks/egress.ts';
import { IPV6_HOME } from '../fleet.ts';
import { DAY, HOUR } from '../traffic/day.ts';
import { Episodes } from './episodes.ts';
import { Remembered } from './remembered.ts';

const FEED: ThreatFeed = {
  name: 'measured',
  readAt: 0,
  lookUp: (address) => (LISTED.some((one) => one === address) ? address : null),
};

const NOTHING: Finding = {
  verdict: 'detections',
  confidence: 1,
  summary: '',
  blocker: null,
  evidence: [],
  nextCheck: '',
};

export interface Pace {
  /** Seconds between rounds over an hour, and between those over a day. */
  readonly every: number;
  readonly everyDay: number;
}

export class Watching {
  readonly episodes = new Episodes();
  /** Sentences of detectors that could not do their work, each once. */
  readonly failures = new Set<string>();
  readonly milliseconds = { round: [] as number[], day: [] as number[] };
  readonly #remembered: Remembered;
  readonly #flowLogs: readonly FlowLog[];
  readonly #detectors: readonly Detector[];

  constructor(since: number, flowLogs: readonly FlowLog[], detectors: readonly DetectorId[]) {
    this.#remembered = new Remembered(since);
    this.#flowLogs = flowLogs;
    this.#detectors = DETECTORS.filter(({ id }) => detectors.includes(id));
  }

  /** @param end of the day, seconds since the epoch; `engine` holds it and the day before */
  async day(engine: Engine, end: number, { every, everyDay }: Pace): Promise<void> {
    for (let at = end - DAY + every; at <= end; at += every) {
      await this.#round(engine, at, 'round', HOUR);
      if ((at - (end - DAY)) % everyDay < every) await this.#round(engine, at, 'day', DAY);
    }
  }

  async #round(engine: Engine, at: number, pace: Detector['pace'], seconds: number): Promise<void> {
    const analyzers = this.#detectors.filter((detector) => detector.pace === pace);
    if (analyzers.length === 0) return;
    const began = performance.now();
    const window = { start: at - seconds, end: at };
    const observed: Observed[] = [];
    const { findings } = await investigate({
      request: request({ text: 'scan', verb: 'scan', subjects: [], window }),
      analyzers,
      source: {
        ...{ name: 'measured', about: ABOUT, engine },
        flowLogSettings: async () => ({ flowLogs: this.#flowLogs, notes: [] }),
      },
      ...{ now: at, monotonic: () => performance.now(), signal: new AbortController().signal },
      detecting: this.#detecting(window),
      onObserved: (one) => observed.push(one),
      conclude: (found) => ({ findings: found.length > 0 ? found : [NOTHING] }),
    });
    for (const { detection, confidence, summary } of findings)
      if (!detection && confidence === 0) this.failures.add(summary);
    this.episodes.see(at, new Set<DetectorId>(analyzers.map(({ id }) => id)), findings);
    for (const one of observed)
      this.#remembered.learn(one, (series) => this.episodes.isFiring(series.split('|')[0] ?? '', series));
    this.milliseconds[pace].push(performance.now() - began);
  }

  #detecting(window: { readonly start: number; readonly end: number }): Detecting {
    const six = parseCidr(IPV6_HOME);
    return {
      settings: { ...DEFAULT_DETECTION, feeds: [FEED] },
      home: [...insideBlocks(request({ subjects: [], window })), ...(six ? [six] : [])],
      history: this.#remembered.before(window.start),
    };
  }
}
