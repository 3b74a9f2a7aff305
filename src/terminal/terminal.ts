/** What the terminal command is handed of the world, so that it runs the same in a test. */
import type { DetectionSettings } from '../analyzers/detection/detecting.ts';
import type { Budgets, Environment, SourceSettings } from '../config.ts';
import type { Source } from '../investigation/source.ts';
import type { AddressLookup } from '../record/address-facts.ts';
import type { Check } from '../setup/doctor/check.ts';
import type { Answers } from '../setup/init/answers.ts';
import type { Written } from '../setup/init/write-file.ts';
import type { Deed, DeedsWanted } from '../store/audit.ts';
import type { SourceFlags } from './arguments.ts';

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** Whether colours are shown, and wanted: Node asks NO_COLOR and the like. */
  hasColors?(): boolean;
}

export interface Terminal {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Environment;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Opens the sources that the flags or the configuration name; `now` is in seconds since the epoch. @throws SourceError or ConfigError. */
  readonly openSources: (flags: SourceFlags, now: number) => Promise<readonly Source[]>;
  /** The settings of the sources that the flags or the configuration name; none for the demo. @throws ConfigError. */
  readonly readSources: (flags: SourceFlags) => Promise<readonly SourceSettings[]>;
  /** What may be scanned without asking; null where nothing costs anything. @throws ConfigError. */
  readonly readBudgets: (flags: SourceFlags) => Promise<Budgets | null>;
  /** What detectors are set to. @throws ConfigError. */
  readonly readDetection: (flags: SourceFlags) => Promise<DetectionSettings>;
  /** Asks whoever sits there. Null where the input has ended. Absent where nobody does. @throws the signal's reason when it is aborted meanwhile. */
  readonly ask?: ((prompt: string) => Promise<string | null>) | undefined;
  /** What the bot's store holds of the audit log. @throws StoreError or ConfigError. */
  readonly readAudit: (flags: SourceFlags, wanted: DeedsWanted) => Promise<readonly Deed[]>;
  /** Log groups that flow logs write to, by what was answered so far; null where that cannot be found out. */
  readonly findLogGroups: (answers: Answers) => Promise<readonly string[] | null>;
  /** Where a configuration is written. */
  readonly files: {
    readonly exists: (path: string) => Promise<boolean>;
    /** @throws the error of node:fs */
    readonly write: (written: Written) => Promise<void>;
    /** The manifest that flows comes with. @throws the error of node:fs */
    readonly manifest: () => Promise<string>;
  };
  /** Looks at all that the bot needs to run. */
  readonly examine: (flags: SourceFlags) => AsyncIterable<Check>;
  /** Tells who public addresses are, where something can. */
  readonly lookUp?: AddressLookup;
  /** Runs the demo until it ends, and gives its exit code. */
  readonly runDemo: () => Promise<number>;
  readonly version: () => Promise<string>;
}
