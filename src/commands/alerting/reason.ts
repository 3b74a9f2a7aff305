/** Why somebody silences something: what stands after `because`. Without it nobody knows later whether it may go. */
import type { Problem } from '../grammar/problem.ts';

const LONGEST_REASON = 300;

interface Reasoned {
  /** What stands before. */
  readonly said: string;
  /** As typed: untrusted. */
  readonly reason: string;
}

/** @param name of the verb, which the fixes begin with */
export function reasoned(name: string, argument: string, usage: string): Reasoned | Problem {
  const because = /(?:^|\s)because\b[:,]?/i.exec(argument);
  const reason = argument
    .slice(because ? because.index + because[0].length : argument.length)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^["“](.*)["”]$/, '$1')
    .trim();
  const before = argument.slice(0, because?.index).trim();
  const length = [...reason].length;
  if (reason !== '' && length <= LONGEST_REASON) return { said: before, reason };
  const fixes = [
    `${name} ${before} because a load test runs`,
    `${name} ${before} for 8h because a load test runs`,
  ];
  if (reason === '')
    return {
      problem: 'The reason is missing: whoever sees later that it is silent wants to know why.',
      allowed: `\`${usage}\``,
      fixes,
    };
  return { problem: `The reason has ${length} characters.`, allowed: `at most ${LONGEST_REASON}`, fixes };
}

/** A problem with what stands before the reason: its fixes as whole texts. */
export function withReason(name: string, found: Problem, { reason }: Reasoned): Problem {
  return {
    ...found,
    fixes: found.fixes.flatMap((fix) => [
      `${name} ${fix} because ${reason}`,
      `${name} ${fix} for 8h because ${reason}`,
    ]),
  };
}
