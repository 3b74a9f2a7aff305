/** Local records as a source, with what is told of their format and of the flow logs that wrote them. */
import { createFilesEngine } from '../backends/files/engine.ts';
import type { FilesSettings } from '../config.ts';
import type { Source } from '../investigation/source.ts';
import type { FlowLog } from '../network/flow-log.ts';
import { isFlowLogsProblem, readFlowLogs } from '../network/read-flow-logs.ts';
import { SourceError } from '../query/source-error.ts';
import { isFormatProblem, parseFormat, type RecordFormat } from '../record/format.ts';
import { aboutOf } from './about.ts';

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

function formatNamed(names: string): RecordFormat {
  const format = parseFormat(names);
  if (!isFormatProblem(format)) return format;
  throw new SourceError({
    code: 'misconfigured',
    attempted: 'read the format of the records',
    happened: format.problem,
    todo: 'Name the fields in their order, as AWS writes them: version,interface-id,srcaddr,dstaddr.',
  });
}

async function flowLogsIn(path: string, readText: FilesContext['readText']): Promise<readonly FlowLog[]> {
  const attempted = `read the settings of the flow logs from ${path}`;
  const todo = 'Name a file that holds what `aws ec2 describe-flow-logs` printed.';
  let text: string;
  try {
    text = await readText(path);
  } catch (error) {
    const happened = `${error instanceof Error ? error.message : String(error)}.`;
    throw new SourceError({ code: 'unreadable', attempted, happened, todo, cause: error });
  }
  const flowLogs = readFlowLogs(text);
  if (!isFlowLogsProblem(flowLogs)) return flowLogs;
  throw new SourceError({ code: 'misconfigured', attempted, happened: flowLogs.problem, todo });
}
