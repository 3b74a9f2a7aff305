/** Where records come from: what the flags of a command, or the configuration, or neither, name as sources. */
import { type Budgets, type Config, type Environment, loadConfig, type SourceSettings } from './config.ts';
import { rememberingEngine } from './investigation/remembering-engine.ts';
import type { Source } from './investigation/source.ts';
import type { AwsContext } from './sources/by-caller.ts';
import type { SourceFlags } from './terminal/arguments.ts';

export interface SourcesContext {
  readonly env: Environment;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  /** How queues of AWS wait for their turn; on the process's own timers where it is not told. */
  readonly clock?: AwsContext['clock'];
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
  const settings = await settingsFor(flags, context);
  if (settings.length === 0) {
    const { createDemoSource } = await import('./demo/source.ts');
    return [createDemoSource(context.now)];
  }
  const sources = remembering(await openedInOrder(settings, context), settings, context);
  return Promise.all(sources.map((source, index) => withInventory(source, settings[index]?.inventory)));
}

/**
 * The settings of the sources that the flags name, or else the configuration; none for the demo.
 *
 * @throws ConfigError for a wrong configuration.
 */
export async function settingsFor(
  flags: SourceFlags,
  context: Pick<SourcesContext, 'env' | 'readText'>,
): Promise<readonly SourceSettings[]> {
  return flaggedSource(flags) ?? (await configured(flags, context)).sources;
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
  const { records, format, flowLogs, inventory, logGroups, athenaTable, workgroup, region } = flags;
  const told = {
    ...(inventory === undefined ? {} : { inventory }),
    ...(flowLogs === undefined ? {} : { flowLogs }),
  };
  if (records) {
    const lines = format === undefined ? {} : { format };
    return [{ name: 'records', kind: 'files', paths: [...records], ...lines, ...told }];
  }
  // Without records, flow logs are told for a question about themselves.
  if (flowLogs !== undefined && !logGroups && !athenaTable)
    return [{ name: 'flow-logs', kind: 'files', paths: [], ...told }];
  const where = region === undefined ? {} : { region };
  if (athenaTable) {
    const named = { ...athenaTable, workgroup: workgroup ?? 'primary', catalog: 'AwsDataCatalog' };
    return [{ name: 'athena', kind: 'athena', ...named, ...where, ...told }];
  }
  if (!logGroups) return undefined;
  return [{ name: 'log-group', kind: 'insights', logGroups: [...logGroups], ...where, ...told }];
}

function configured(
  { config: path }: SourceFlags,
  { env, readText }: Pick<SourcesContext, 'env' | 'readText'>,
): Promise<Config> {
  return loadConfig({ env, readText, path });
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

type Kind = SourceSettings['kind'];
type SettingsOf<K extends Kind> = Extract<SourceSettings, { kind: K }>;

/** Each kind of source loads its own libraries, and only when it is named. */
const OPENERS: {
  readonly [K in Kind]: (
    settings: readonly SettingsOf<K>[],
    context: SourcesContext,
  ) => Promise<readonly Source[]>;
} = {
  insights: async (settings, context) =>
    (await import('./sources/insights.ts')).openInsights(settings, context),
  athena: async (settings, context) => (await import('./sources/athena.ts')).openAthena(settings, context),
  files: openAllFiles,
};

async function openedOfKind<K extends Kind>(
  kind: K,
  settings: readonly SourceSettings[],
  context: SourcesContext,
): Promise<readonly Source[]> {
  const some = settings.filter((one): one is SettingsOf<K> => one.kind === kind);
  return some.length === 0 ? [] : OPENERS[kind](some, context);
}

async function openedInOrder(
  settings: readonly SourceSettings[],
  context: SourcesContext,
): Promise<readonly Source[]> {
  const kinds = [...new Set(settings.map(({ kind }) => kind))];
  const opened = await Promise.all(kinds.map((kind) => openedOfKind(kind, settings, context)));
  return settings.map(({ name }) => {
    const source = opened.flat().find((one) => one.name === name);
    if (!source) throw new TypeError(`The source ${name} was configured and not opened`);
    return source;
  });
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
