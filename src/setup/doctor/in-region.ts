/** Commands of the AWS CLI act in the region that the shell has, which need not be the source's: each of them names it. */
import { shellArgument } from '../../network/fix/command.ts';
import type { Check } from './check.ts';

/** Those that lines about a source propose, by service, up to where their options begin. */
const COMMAND = /\baws (?:athena|ec2|logs|sts) [a-z-]+/g;

/** @param region of the source; undefined where it is that of the SDK's own chain, as the shell's is */
export function inRegion(check: Check, region: string | undefined): Check {
  const { todo } = check;
  if (region === undefined || todo === null || todo.includes('--region ')) return check;
  return {
    ...check,
    todo: todo.replace(COMMAND, (command) => `${command} --region ${shellArgument(region)}`),
  };
}
