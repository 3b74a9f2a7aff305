/** The verbs as a page, from what each says of itself. */
import { verbHelp } from '../../src/commands/help.ts';
import { VERBS } from '../../src/commands/index.ts';
import type { Verb } from '../../src/commands/verb.ts';
import { GENERATED } from './generated.ts';

function verbPart(verb: Verb): string {
  const { verbs, notes } = verbHelp(verb);
  const [{ name, summary, usage, examples } = verb] = verbs;
  const code = ['```', usage, '', ...examples, '```'];
  const lines = notes.map((note) => `- ${note}`);
  return [`## ${name}`, `${summary}.`, code.join('\n'), ...(lines.length > 0 ? [lines.join('\n')] : [])].join(
    '\n\n',
  );
}

export function verbsPage(): string {
  return `${[
    '# Verbs',
    GENERATED,
    'The same text works in Slack (`/flows …`, or a mention) and in a terminal (`flows …`). The first line of each is its form; the others work as they stand.',
    ...VERBS.map(verbPart),
  ].join('\n\n')}\n`;
}
