/** The least that the configured sources need to be allowed on AWS: a policy for each of those as whom flows asks, and nothing in it that is not used. */
import type { SourceSettings } from '../../config.ts';
import type { Allowed } from './allowed.ts';
import { athenaStatements } from './athena.ts';
import { insightsStatements } from './insights.ts';
import { networkStatements } from './network.ts';
import { allow, partitionOf, type Statement, type Where } from './statement.ts';

interface IamPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

export interface PolicyOfCaller {
  /** The ARN of a role that is assumed; null for whom flows runs as. */
  readonly role: string | null;
  readonly policy: IamPolicy;
  /** Sentences for whoever attaches it. */
  readonly notes: readonly string[];
}

type AwsSource = Exclude<SourceSettings, { kind: 'files' }>;

interface Asked extends Allowed {
  readonly role: string | null;
}

const ARN_OF_ROLE = /^arn:([\w-]+):iam::(\d{12}):/;

/** @param region where the source names none */
function whereIs({ region = '*', account, role }: AwsSource): Where {
  const [, partition, owner] = ARN_OF_ROLE.exec(role?.arn ?? '') ?? [];
  return { partition: partition ?? partitionOf(region), region, account: account ?? owner ?? '*' };
}

function unknownPlace({ name }: AwsSource, { region, account }: Where): readonly string[] {
  const missing = [...(region === '*' ? ['region'] : []), ...(account === '*' ? ['account'] : [])];
  if (missing.length === 0) return [];
  const settings = missing.map((one) => `\`${one}\``).join(' and ');
  return [`${name} names no ${missing.join(' and no ')}, so any fits: set ${settings} to allow that alone.`];
}

function allowedTo(source: AwsSource, defaultRegion: string | undefined): Asked {
  const where = whereIs({ ...source, region: source.region ?? defaultRegion });
  const asked =
    source.kind === 'insights' ? insightsStatements(source, where) : athenaStatements(source, where);
  return {
    role: source.role?.arn ?? null,
    statements: [...asked.statements, ...networkStatements(source, where)],
    notes: [...unknownPlace(source, where), ...asked.notes],
  };
}

function sorted(values: Iterable<string>): readonly string[] {
  return [...new Set(values)].sort();
}

function listed(resource: Statement['Resource']): readonly string[] {
  return typeof resource === 'string' ? [resource] : resource;
}

/** Statements that allow the same actions become one. */
function together(statements: readonly Statement[]): readonly Statement[] {
  const byActions = new Map<string, Statement>();
  for (const one of statements) {
    const key = one.Action.join();
    const before = byActions.get(key);
    const resources = sorted([...listed(before?.Resource ?? []), ...listed(one.Resource)]);
    byActions.set(key, { ...one, Resource: resources.length === 1 ? (resources[0] ?? '*') : resources });
  }
  return numbered([...byActions.values()]);
}

/** A policy has each Sid once. */
function numbered(statements: readonly Statement[]): readonly Statement[] {
  const times = new Map<string, number>();
  return statements.map((one) => {
    const time = (times.get(one.Sid) ?? 0) + 1;
    times.set(one.Sid, time);
    return time === 1 ? one : { ...one, Sid: `${one.Sid}${time}` };
  });
}

function assuming(roles: readonly string[]): readonly Statement[] {
  if (roles.length === 0) return [];
  return [allow('AssumeRoles', ['sts:AssumeRole'], roles.length === 1 ? (roles[0] ?? '*') : roles)];
}

/**
 * Those as whom nothing is asked have no policy; files need none.
 *
 * @param defaultRegion of sources that name none, such as AWS_REGION
 */
export function policiesFor(
  sources: readonly SourceSettings[],
  defaultRegion: string | undefined,
): readonly PolicyOfCaller[] {
  const asked = sources.filter((one) => one.kind !== 'files').map((one) => allowedTo(one, defaultRegion));
  const roles = sorted(asked.flatMap(({ role }) => role ?? []));
  return [null, ...roles].flatMap((role) => {
    const own = asked.filter((one) => one.role === role);
    const statements = together([
      ...own.flatMap(({ statements: of }) => of),
      ...(role === null ? assuming(roles) : []),
    ]);
    if (statements.length === 0) return [];
    const notes = sorted(own.flatMap(({ notes: of }) => of));
    return [{ role, policy: { Version: '2012-10-17', Statement: statements }, notes }];
  });
}
