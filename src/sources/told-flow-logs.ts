/** The settings of flow logs as a file holds them that the AWS CLI printed. */
import type { FlowLog } from '../network/flow-log.ts';
import { isFlowLogsProblem, readFlowLogs } from '../network/read-flow-logs.ts';
import { SourceError } from '../query/source-error.ts';

/**
 * @param readText reads a text file; rejects where there is none
 * @throws SourceError for a file that cannot be read or holds something else
 */
export async function flowLogsIn(
  path: string,
  readText: (path: string) => Promise<string>,
): Promise<readonly FlowLog[]> {
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
