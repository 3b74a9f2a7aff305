/** What of a typed text is taken, of the shapes that answers have; else why it is not. */
import { nearest } from '../../query/nearest.ts';

export interface Wrong {
  /** A sentence with what is allowed. */
  readonly wrong: string;
}

export function isWrong<T>(taken: T | Wrong): taken is Wrong {
  return typeof taken === 'object' && taken !== null && 'wrong' in taken;
}

const NONE = /^(?:none|no|-)$/i;

export function orNone(typed: string): string | null {
  return typed === '' || NONE.test(typed) ? null : typed;
}

function words(typed: string): readonly string[] {
  return typed.split(/[\s,]+/).filter((word) => word !== '');
}

/** One of several words, or as much of the beginning as tells it from the others. */
export function choice<C extends string>(typed: string, choices: readonly C[]): C | Wrong {
  const word = typed.toLowerCase();
  const begun = choices.filter((one) => one.startsWith(word));
  const [only] = begun;
  if (only !== undefined && begun.length === 1) return only;
  const near = nearest(word, choices);
  return {
    wrong: `${typed} is none of ${choices.join(', ')}${near === undefined ? '' : `; did you mean ${near}?`}`,
  };
}

/** As CloudWatch Logs names groups (API Reference, CreateLogGroup), or the ARN of one of another account. */
const LOG_GROUP =
  /^(?:[.\-_/#A-Za-z0-9]{1,512}|arn:[\w-]+:logs:[\w-]*:\d{12}:log-group:[.\-_/#A-Za-z0-9]{1,512}(?::\*)?)$/;

export function logGroupsOf(typed: string, found: readonly string[]): readonly string[] | Wrong {
  const groups: string[] = [];
  for (const word of NONE.test(typed) ? [] : words(typed)) {
    const numbered = /^\d+$/.test(word) ? found[Number(word) - 1] : undefined;
    if (/^\d+$/.test(word) && found.length > 0 && numbered === undefined)
      return { wrong: `There is no number ${word}: 1 to ${found.length}, or names` };
    const group = numbered ?? word;
    if (!LOG_GROUP.test(group))
      return {
        wrong: `${word} is no log group; its name has letters, digits and the characters . - _ / #, such as /vpc/flow`,
      };
    groups.push(group);
  }
  return [...new Set(groups)];
}

export function urlOf(typed: string): string | Wrong {
  const wrong = {
    wrong:
      'It must be socket, or the address at which Slack calls the bot, by HTTPS: https://flows.example.com',
  };
  if (!URL.canParse(typed)) return wrong;
  const { protocol, origin, username, password } = new URL(typed);
  return protocol === 'https:' && username === '' && password === '' ? origin : wrong;
}
