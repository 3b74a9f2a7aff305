/**
 * Whether the lines of a log group are flow log records, where no known flow log writes to it: by the fields that the service discovers in them
 * (CloudWatch Logs User Guide, "Supported logs and discovered fields").
 */
import { share } from '../../../present/quantities.ts';
import { FIELDS } from '../../../record/fields.ts';
import { type Check, problem, warning } from '../check.ts';
import { TELL_THEM } from '../flow-logs.ts';
import { lackingBasics } from '../wanted-fields.ts';

export interface GroupFields {
  readonly group: string;
  /** By the name of the field, the percentage of recent events that have it. */
  readonly percents: ReadonlyMap<string, number>;
}

/** What every record of the default format has, and hardly any other line has all of. */
const TELLING = [FIELDS.interfaceId.insights, FIELDS.srcAddr.insights, FIELDS.dstAddr.insights];
/** So many fields of other lines are named. */
const NAMED = 5;

const OTHERS =
  "aws ec2 describe-flow-logs --query 'FlowLogs[].LogGroupName' tells which groups have some: name those in `logGroups`";

function linesCheck(about: string, { group, percents }: GroupFields): Check {
  const percentOf = (name: string) => percents.get(name) ?? 0;
  const known = Math.min(...TELLING.map(percentOf));
  const told = `No flow log of this account writes to ${group}`;
  const lacking = lackingBasics((key) => percentOf(FIELDS[key].insights) > 0).map(({ insights }) => insights);
  if (lacking.length > 0 && TELLING.some((name) => percentOf(name) > 0))
    return problem(
      about,
      `${told}, and in its lines the fields ${lacking.join(', ')} are not discovered: as records of AWS’s default format they cannot be read.`,
      TELL_THEM,
    );
  if (known > 0)
    return warning(
      about,
      known === 100
        ? `${told}; its lines are flow log records, read in AWS’s default format.`
        : `${told}; of its lines ${share(known / 100)} are flow log records of AWS’s default format.`,
      TELL_THEM,
    );
  const names = [...percents.keys()].filter((name) => !name.startsWith('@')).sort();
  if (names.length === 0)
    return warning(about, `${told}, and what its lines are cannot be told: no field is discovered.`, OTHERS);
  const more = names.length > NAMED ? ' and others' : '';
  return problem(
    about,
    `${told}, and its lines are no flow log records of a format that is known here: they have the fields ${names.slice(0, NAMED).join(', ')}${more}.`,
    OTHERS,
  );
}

/** @param unwritten the groups that no known flow log writes to */
export function linesChecks(
  source: string,
  unwritten: readonly string[],
  fields: readonly GroupFields[],
): readonly Check[] {
  return fields
    .filter(({ group }) => unwritten.includes(group))
    .map((one) => linesCheck(`source ${source}`, one));
}
