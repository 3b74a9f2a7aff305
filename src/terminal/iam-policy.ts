/** `flows iam-policy`: the policies alone on stdout, to be piped on; who they are for, and what the configuration does not tell, on stderr. */
import type { IamPolicyAction } from '../commands/action.ts';
import type { SourceSettings } from '../config-sources.ts';
import type { MistakeAnswer } from '../diagnosis/answer.ts';
import { renderJson } from '../present/json.ts';
import { nearest } from '../query/nearest.ts';
import { type PolicyOfCaller, policiesFor } from '../setup/iam-policy/policies.ts';
import type { Form, SourceFlags } from './arguments.ts';
import { failure } from './failure.ts';
import { printAnswer, writeLine } from './print.ts';
import type { Terminal } from './terminal.ts';

function mistake(source: string | null, problem: string, allowed: string, example: string): MistakeAnswer {
  const text = source === null ? 'iam-policy' : `iam-policy ${source}`;
  return { kind: 'mistake', text, problem, allowed, example };
}

/** @returns a mistake where there is nothing to be allowed */
function wanted(
  sources: readonly SourceSettings[],
  source: string | null,
): readonly SourceSettings[] | MistakeAnswer {
  if (sources.every(({ kind }) => kind === 'files'))
    return mistake(
      source,
      'No source on AWS is configured, and reading files needs no permission of AWS.',
      'Sources of the kinds `insights` and `athena` in flows.config.yaml, or `--log-group` or `--athena-table`',
      'iam-policy --log-group /vpc/flow --region eu-west-1',
    );
  if (source === null) return sources;
  const named = sources.filter(({ name }) => name === source);
  if (named.length > 0) return named;
  const names = sources.map(({ name }) => name);
  const near = nearest(source, names) ?? names[0] ?? '';
  return mistake(source, `No source is called ${source}.`, names.join(', '), `iam-policy ${near}`);
}

function heading({ role, notes }: PolicyOfCaller): string {
  const whom = role === null ? 'whom flows runs as' : `the role ${role}`;
  return [`For ${whom}:`, ...notes.map((note) => `- ${note}`)].join('\n');
}

/** One policy as it is attached; several as a list, each with the role that it is for. */
function shownPolicies(policies: readonly PolicyOfCaller[], form: Form): string {
  const [first, ...others] = policies;
  if (form !== 'json' && first && others.length === 0) return renderJson(first.policy);
  return renderJson(policies);
}

/** @returns the exit code */
export async function printIamPolicy(
  { source }: IamPolicyAction,
  { form, timeZone, flags }: { readonly form: Form; readonly timeZone: string; readonly flags: SourceFlags },
  terminal: Terminal,
): Promise<number> {
  let sources: readonly SourceSettings[];
  try {
    sources = await terminal.readSources(flags);
  } catch (error) {
    return printAnswer(failure('iam-policy', error), { form, timeZone }, terminal);
  }
  const asked = wanted(sources, source);
  if ('kind' in asked) return printAnswer(asked, { form, timeZone }, terminal);
  const { env, stdout, stderr } = terminal;
  const policies = policiesFor(asked, env['AWS_REGION'] || undefined);
  for (const one of policies) writeLine(stderr, heading(one));
  writeLine(stdout, shownPolicies(policies, form));
  return 0;
}
