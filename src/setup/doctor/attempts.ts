/** Calls of AWS that are made to see whether they are allowed, and what is said of those that are not. */
import { type AwsFailure, awsFailure, failureText } from '../../backends/ec2/aws-failure.ts';
import { type Check, fine, type Standing, warning } from './check.ts';

export interface Attempt {
  /** As IAM names it: `logs:StartQuery`. */
  readonly action: string;
  /** What the SDK rejected with; null where the call was carried out. */
  readonly error: unknown;
}

/** What is lost where a permission is missing. */
export interface Loss {
  readonly standing: Exclude<Standing, 'ok'>;
  /** Ends a sentence: `nothing can be asked`. */
  readonly without: string;
}

/** Of what every question takes. */
export const NOTHING_ASKED: Loss = { standing: 'problem', without: 'nothing can be asked' };
/** Of stopping a query. */
export const NOT_STOPPED: Loss = {
  standing: 'warning',
  without: 'a query that nobody waits for any more runs on, and costs what it scans',
};

export interface Permissions {
  readonly source: string;
  /** Begins the line where all is allowed: `Asking CloudWatch Logs`. */
  readonly what: string;
  readonly lossOf: (action: string) => Loss;
  /** Errors that tell nothing of whether it is allowed, beside those of credentials, network and limits. */
  readonly isUnclear?: (error: unknown) => boolean;
}

/** AWS looks at permissions before it looks at what is asked, so whatever else it objects to was allowed. */
const UNCLEAR: ReadonlySet<AwsFailure> = new Set([
  'no-credentials',
  'expired-credentials',
  'unknown-credentials',
  'no-region',
  'throttled',
  'unavailable',
  'unreachable',
]);

export async function attempted(action: string, call: () => Promise<unknown>): Promise<Attempt> {
  try {
    await call();
    return { action, error: null };
  } catch (error) {
    return { action, error };
  }
}

function unseen(what: string, error: unknown): string {
  return `${what}: ${failureText(error).replace(/\.$/, '')}.`;
}

/** `… is not authorized to perform: logs:StartQuery on resource: arn:aws:logs:… because no identity-based policy …`. */
function resourceIn(error: unknown): string {
  const [, resource] = /on resource: (arn:\S+)/.exec(failureText(error)) ?? [];
  return resource === undefined ? '' : ` on ${resource}`;
}

/** Of what nothing but the doctor looks at: that it could not. @param what ends a sentence: `whether the log groups are there` */
export function unseenCheck(
  { source, what }: Pick<Permissions, 'source' | 'what'>,
  { action, error }: Attempt,
): Check {
  const about = `source ${source}`;
  if (awsFailure(error) === 'access-denied')
    return warning(
      about,
      `Not allowed: ${action}; without, doctor cannot tell ${what}.`,
      `flows iam-policy ${source}`,
    );
  return warning(about, unseen(`It cannot be told ${what}`, error), 'Ask again in a minute.');
}

/** @param permissions what is tried of a source */
export function attemptChecks(
  { source, what, lossOf, isUnclear = () => false }: Permissions,
  attempts: readonly Attempt[],
): readonly Check[] {
  const about = `source ${source}`;
  const denied = attempts.filter(({ error }) => awsFailure(error) === 'access-denied');
  const unclear = attempts.filter(
    ({ error }) => error !== null && (UNCLEAR.has(awsFailure(error)) || isUnclear(error)),
  );
  const unsure = unclear.filter((one) => !denied.includes(one));
  if (denied.length === 0 && unsure.length === 0)
    return [fine(about, `${what} is allowed: ${attempts.length} permissions.`)];

  const losses = new Map<string, { readonly loss: Loss; readonly of: Attempt[] }>();
  for (const one of denied) {
    const loss = lossOf(one.action);
    const known = losses.get(loss.without);
    if (known) known.of.push(one);
    else losses.set(loss.without, { loss, of: [one] });
  }
  const [first] = unsure;
  return [
    ...[...losses.values()].map(({ loss: { standing, without }, of }) => ({
      about,
      standing,
      says: `Not allowed: ${of.map(({ action, error }) => `${action}${resourceIn(error)}`).join(', ')}; without, ${without}.`,
      todo: `flows iam-policy ${source}`,
    })),
    ...(first === undefined
      ? []
      : [
          warning(
            about,
            unseen(
              `Whether ${unsure.map(({ action }) => action).join(', ')} is allowed cannot be told`,
              first.error,
            ),
            'Ask again in a minute.',
          ),
        ]),
  ];
}
