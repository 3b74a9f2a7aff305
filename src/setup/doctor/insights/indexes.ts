/**
 * Whether the fields that questions go by are indexed, so that CloudWatch Logs skips what cannot match (CloudWatch Logs User Guide, "Create field
 * indexes"). Only the fields of AWS's default format are asked for by the names under which they are discovered, so others gain nothing.
 */
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { z } from 'zod';
import { shellArgument } from '../../../network/fix/command.ts';
import { FIELDS } from '../../../record/fields.ts';
import { unseenCheck } from '../attempts.ts';
import { type Check, fine, warning } from '../check.ts';

/** By what questions ask for values one by one; `action` is indexed by default, and a range of ports uses no index. */
const USEFUL = [FIELDS.interfaceId.insights, FIELDS.srcAddr.insights, FIELDS.dstAddr.insights];

const Document = z.object({
  Fields: z.array(z.string()).default([]),
  FieldsV2: z.record(z.string(), z.unknown()).default({}),
});

type Indexed = z.infer<typeof Document>;

const NO_POLICY: Indexed = { Fields: [], FieldsV2: {} };

function read(document: string | undefined): Indexed {
  if (document === undefined) return NO_POLICY;
  try {
    const parsed = Document.safeParse(JSON.parse(document));
    return parsed.success ? parsed.data : NO_POLICY;
  } catch {
    // What is no JSON names no field.
    return NO_POLICY;
  }
}

/** A policy replaces the one before it, so it says again what is indexed already. */
function commandFor(group: string, { Fields, FieldsV2 }: Indexed, missing: readonly string[]): string {
  const more = Object.keys(FieldsV2).length > 0 ? { FieldsV2 } : {};
  const document = JSON.stringify({ Fields: [...Fields, ...missing], ...more });
  return `aws logs put-index-policy --log-group-identifier ${shellArgument(group)} --policy-document ${shellArgument(document)}`;
}

async function indexedIn(
  client: CloudWatchLogsClient,
  group: string,
  abortSignal: AbortSignal,
): Promise<Indexed> {
  const { DescribeIndexPoliciesCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  const command = new DescribeIndexPoliciesCommand({ logGroupIdentifiers: [group] });
  const { indexPolicies } = await client.send(command, { abortSignal });
  return read(indexPolicies?.[0]?.policyDocument);
}

function indexCheck(about: string, group: string, indexed: Indexed): Check {
  const names = new Set([...indexed.Fields, ...Object.keys(indexed.FieldsV2)]);
  const missing = USEFUL.filter((name) => !names.has(name));
  if (missing.length === 0) return fine(about, `${group} has the field indexes that questions use.`);
  return warning(
    about,
    `${group} has no field index on ${missing.join(', ')}: questions that go by them read every record of their time.`,
    commandFor(group, indexed, missing),
  );
}

/** @param groups whose lines are of AWS's default format. @throws the signal's reason */
export async function indexChecks(
  client: CloudWatchLogsClient,
  source: string,
  groups: readonly string[],
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const about = `source ${source}`;
  const checks: Check[] = [];
  try {
    for (const group of groups) {
      const named = group.replace(/:\*$/, '');
      checks.push(indexCheck(about, named, await indexedIn(client, named, signal)));
    }
    return checks;
  } catch (error) {
    signal.throwIfAborted();
    const tried = { action: 'logs:DescribeIndexPolicies', error };
    return [unseenCheck({ source, what: 'whether the fields are indexed' }, tried)];
  }
}
