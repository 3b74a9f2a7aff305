/** The workgroup that asks: whether it takes queries, where their results go, and what it lets one scan beside the budgets. */
import type { AthenaApi, Workgroup } from '../../../backends/athena/athena-api.ts';
import { awsFailure } from '../../../backends/ec2/aws-failure.ts';
import type { AthenaSettings } from '../../../config.ts';
import type { Budgets } from '../../../investigation/budget.ts';
import { bytes } from '../../../present/quantities.ts';
import { unseenCheck } from '../attempts.ts';
import { type Check, fine, problem, warning } from '../check.ts';
import { aboutOf, failedCheck } from './failed.ts';

function placeOf({ output }: AthenaSettings, workgroup: Workgroup): string | null {
  if (workgroup.managedResults) return 'a place of Athena’s own';
  return workgroup.isEnforced || output === undefined ? workgroup.output : output;
}

function update(name: string, setting: string): string {
  return `aws athena update-work-group --work-group ${name} ${setting}`;
}

function resultsChecks(settings: AthenaSettings, workgroup: Workgroup): readonly Check[] {
  const about = `source ${settings.name}`;
  const { workgroup: name, output } = settings;
  if (placeOf(settings, workgroup) === null)
    return [
      problem(
        about,
        `The workgroup ${name} names no place for results, and neither does the source.`,
        update(
          name,
          "--configuration-updates 'ResultConfigurationUpdates={OutputLocation=s3://BUCKET/flows/}'; or `output` of the source",
        ),
      ),
    ];
  const { isEnforced, managedResults } = workgroup;
  if (output === undefined || !(isEnforced || managedResults) || output === workgroup.output) return [];
  return [
    warning(
      about,
      `The workgroup ${name} puts results into ${placeOf(settings, workgroup)}, whatever \`output\` of the source says.`,
      'Leave `output` out.',
    ),
  ];
}

function limitChecks(
  { name: source, workgroup: name, maxBytesPerQuery }: AthenaSettings,
  { bytesCutoff }: Workgroup,
  { question }: Budgets,
): readonly Check[] {
  const about = `source ${source}`;
  if (bytesCutoff === null) {
    if (maxBytesPerQuery !== undefined) return [];
    const limit = question.bytes ?? 50e9;
    return [
      warning(
        about,
        `The workgroup ${name} sets no limit to what a query scans, and what it will scan is not told before.`,
        update(name, `--configuration-updates BytesScannedCutoffPerQuery=${limit}`),
      ),
    ];
  }
  if (question.bytes === undefined || bytesCutoff >= question.bytes) return [];
  return [
    warning(
      about,
      `The workgroup ${name} cancels a query that scans more than ${bytes(bytesCutoff)}, though a question may scan ${bytes(question.bytes)}: it fails halfway, and is paid for.`,
      `budgets: { question: { bytes: ${bytesCutoff} } } in flows.config.yaml`,
    ),
  ];
}

export async function workgroupChecks(
  api: AthenaApi,
  settings: AthenaSettings,
  budgets: Budgets,
): Promise<readonly Check[]> {
  const { name: source, workgroup: name, table = '' } = settings;
  const about = `source ${source}`;
  let workgroup: Workgroup;
  try {
    workgroup = await api.workgroup(name);
  } catch (error) {
    // No answer depends on it.
    if (awsFailure(error) === 'access-denied')
      return [
        unseenCheck(
          { source, what: `what the workgroup ${name} lets a query scan` },
          { action: 'athena:GetWorkGroup', error },
        ),
      ];
    return [failedCheck(settings, error, 'GetWorkGroup', aboutOf(settings, table))];
  }
  if (!workgroup.isEnabled)
    return [
      problem(
        about,
        `The workgroup ${name} is disabled: it takes no query.`,
        update(name, '--state ENABLED'),
      ),
    ];
  const place = placeOf(settings, workgroup);
  const limit =
    workgroup.bytesCutoff === null ? '' : `, a query may scan ${bytes(workgroup.bytesCutoff)} at most`;
  return [
    ...(place === null
      ? []
      : [fine(about, `The workgroup ${name} takes queries; their results go to ${place}${limit}.`)]),
    ...resultsChecks(settings, workgroup),
    ...limitChecks(settings, workgroup, budgets),
  ];
}
