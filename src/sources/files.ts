/** Local records as a source, with what is told of their format and of the flow logs that wrote them. */
import { createFilesEngine } from '../backends/files/engine.ts';
import type { FilesSettings } from '../config.ts';
import type { Source } from '../investigation/source.ts';
import { aboutOf } from './about.ts';
import { flowLogsIn } from './told-flow-logs.ts';
import { formatNamed } from './told-format.ts';

export interface FilesContext {
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  /** Reads a text file; rejects where there is none. */
  readonly readText: (path: string) => Promise<string>;
}

/** @throws SourceError for a format or settings of flow logs that cannot be read; the records are opened when they are first asked. */
export async function openFiles(
  settings: FilesSettings,
  { monotonic, readText }: FilesContext,
): Promise<Source> {
  const { name, paths, format, flowLogs: path } = settings;
  const told = format === undefined ? {} : { format: formatNamed(format) };
  const flowLogs = path === undefined ? null : await flowLogsIn(path, readText);
  return {
    name,
    about: aboutOf(settings),
    engine: createFilesEngine({ paths, monotonic, ...told }),
    flowLogSettings: async () => ({ flowLogs, notes: [] }),
  };
}
