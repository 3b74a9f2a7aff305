/** Where records come from: what the flags of a command, or the configuration, or neither, name as sources. */
import { type Budgets, type Config, type Environment, loadConfig, type SourceSettings } from './config.ts';
import { rememberingEngine } from './investigation/remembering-engine.ts';
import type { Source } from './investigation/source.ts';
import type { SourceFlags } from './terminal/arguments.ts';

export interface SourcesContext {
  readonly env: Environment;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  /** Reads a text file; rejects with code ENOENT where there is none. */
  readonly readText: (path: string) => Promise<string>;
}

/**
 * The flags come before the configuration, and the demo network stands in where neither names a source.
 * Nothing is connected to yet: a source opens what it needs when it is first asked.
 *
 * @throws SourceError for a flag that cannot be used, ConfigError for a wrong configuration.
 */
export async function openSources(flags: SourceFlags, context: SourcesContext): Promise<readonly Source[]> {
  const settings = flaggedSource(flags) ?? (await configured(flags, context)).sources;
  if (settings.length === 0) {
    const { createDemoSource } = await import('./demo/source.ts');
    return [createDemoSource(context.now)];
  }
  const sources = remembering(await openedInOrder(settings, context), settings, context);
  return Promise.all(sources.map((source, index) => withInventory(source, settings[index]?.inventory)));
}

/**
 * What may be scanned without asking: the configuration's budgets, or the usual ones where flags name the source, whatever it says. Null for
 * local records, which cost nothing.
 *
 * @throws ConfigError for a wrong configuration.
 */
export async function budgetsFor(
  flags: SourceFlags,
  { env, readText }: Pick<SourcesContext, 'env' | 'readText'>,
): Promise<Budgets | null> {
  const flagged = flaggedSource(flags);
  if (flagged?.every(({ kind }) => kind === 'files')) return null;
  if (flagged) return (await import('./config-budgets.ts')).BudgetsSchema.parse({});
  return (await configured(flags, { env, readText })).budgets;
}

function flaggedSource(flags: SourceFlags): readonly SourceSettings[] | undefined {
  const { records, format, flowLogs, inventory, logGroups, region } = flags;
  const told = inventory === undefined ? {} : { inventory };
  if (records) {
    const files = {
      ...(format === undefined ? {} : { format }),
      ...(flowLogs === undefined ? {} : { flowLogs }),
    };
    return [{ name: 'records', kind: 'files', paths: [...records], ...files, ...told }];
  }
  if (!logGroups) return undefined;
  const where = region === undefined ? {} : { region };
  return [{ name: 'log-group', kind: 'insights', logGroups: [...logGroups], ...where, ...told }];
}

function configured(
  { config: path }: SourceFlags,
  { env, readText }: Pick<SourcesContext, 'env' | 'readText'>,
): Promise<Config> {
  return loadConfig({ env, readText, ...(path === undefined ? {} : { path }) });
}

/** What a service was asked is not asked again for a while. Files are free, may change meanwhile, and are read once for all queries of a question. */
function remembering(
  sources: readonly Source[],
  settings: readonly SourceSettings[],
  { now }: SourcesContext,
): readonly Source[] {
  return sources.map((source, index) =>
    settings[index]?.kind === 'files'
      ? source
      : { ...source, engine: rememberingEngine(source.engine, { now }) },
  );
}

/** Each kind of source loads its own libraries, and only when it is named. */
async function openedInOrder(
  settings: readonly SourceSettings[],
  context: SourcesContext,
): Promise<readonly Source[]> {
  const insights = settings.filter((one) => one.kind === 'insights');
  const files = settings.filter((one) => one.kind === 'files');
  const opened = [
    ...(insights.length > 0 ? (await import('./sources/insights.ts')).openInsights(insights, context) : []),
    ...(files.length > 0 ? await openAllFiles(files, context) : []),
  ];
  return settings.flatMap(({ name }) => opened.find((source) => source.name === name) ?? []);
}

async function openAllFiles(
  settings: readonly Extract<SourceSettings, { kind: 'files' }>[],
  context: SourcesContext,
): Promise<readonly Source[]> {
  const { openFiles } = await import('./sources/files.ts');
  return Promise.all(settings.map((one) => openFiles(one, context)));
}

/** The source with the configuration that a directory holds, where one is named. */
async function withInventory(source: Source, directory: string | undefined): Promise<Source> {
  if (directory === undefined) return source;
  const { readInventoryFolder } = await import('./sources/inventory.ts');
  const reading = await readInventoryFolder(directory);
  return { ...source, network: async () => reading };
}
