/** The configuration: secrets and switches from the environment, the rest from flows.config.yaml. The only reader of process.env. */
import type { Environment } from './config-environment.ts';
import type { Config } from './config-schema.ts';

export type { Budgets } from './config-budgets.ts';
export type { Environment } from './config-environment.ts';
export type { Config } from './config-schema.ts';
export type {
  AthenaSettings,
  FilesSettings,
  InsightsSettings,
  SourceSettings,
} from './config-sources.ts';

/** Everything that is wrong with the configuration, at once: each issue names the key, what was found and what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly issues: readonly string[];

  constructor(issues: readonly string[], cause?: unknown) {
    super(issues.join('\n'), { cause });
    this.issues = issues;
  }
}

export interface ConfigInput {
  readonly env: Environment;
  /** Reads a text file as `readFile` of node:fs/promises does: rejects with code ENOENT where there is none. */
  readonly readText: (path: string) => Promise<string>;
  /** The configuration file; without it FLOWS_CONFIG, then `flows.config.yaml`, which may be missing. */
  readonly path?: string | undefined;
}

const DEFAULT_CONFIG_PATH = 'flows.config.yaml';

/** The AWS SDK warns on stderr of versions of Node.js that it will drop one day. Whoever runs flows chose theirs, and scripts read stderr. */
const QUIET_SDK = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED';

export function environment(): Environment {
  process.env[QUIET_SDK] ??= 'true';
  return process.env;
}

/** @throws ConfigError with every issue found. */
export async function loadConfig({ env, readText, path }: ConfigInput): Promise<Config> {
  // zod and yaml cost a tenth of a second to load, which commands without a configuration need not pay.
  const { readConfig } = await import('./config-schema.ts');
  const named = path ?? (env['FLOWS_CONFIG'] || undefined);
  const file = { path: named ?? DEFAULT_CONFIG_PATH, text: '' };
  try {
    file.text = await readText(file.path);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!missing || named) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ConfigError(
        [`${file.path} could not be read: ${reason}. Name an existing file, or none for the defaults.`],
        error,
      );
    }
  }
  const read = readConfig(env, file);
  if ('issues' in read) throw new ConfigError(read.issues);
  return read.config;
}
