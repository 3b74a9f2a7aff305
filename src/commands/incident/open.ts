/** How an incident is opened: a title, and how severe it is. */
import type { IncidentDoing } from '../action.ts';
import type { Problem } from '../grammar/problem.ts';
import { type DoingGuide, unquoted } from './guide.ts';
import { severityOf, withoutSeverity, wrongSeverity } from './severity.ts';

/** As long as a title can be and still stand on one line of a card. */
const LONGEST_TITLE = 120;
const FORM = 'open "<title>" [sev1|sev2|sev3|sev4]';
const EXAMPLE = 'incident open "Checkout cannot reach the database" sev2';

export const OPEN: DoingGuide = {
  form: FORM,
  example: EXAMPLE,
  takesNumber: false,
  read: readOpen,
};

/** `"A title" sev9`: what follows a quoted title is meant as its severity. */
function afterTitle(said: string): Problem | null {
  const [, title = '', word = ''] = /^(["“][^"“”]+["”])\s+(\S+)$/.exec(said.trim()) ?? [];
  if (word === '' || severityOf(word) !== null) return null;
  return wrongSeverity(word, `incident open ${title}`);
}

function readOpen(said: string): IncidentDoing | Problem {
  const problem = afterTitle(said);
  if (problem) return problem;
  const { severity, rest } = withoutSeverity(said);
  const title = unquoted(rest);
  const length = [...title].length;
  if (length === 0) {
    const problem = 'The incident has no title: what is wrong, in a few words.';
    return { problem, allowed: `\`${FORM}\``, fixes: [EXAMPLE] };
  }
  if (length <= LONGEST_TITLE) return { do: 'open', title, severity };
  const cut = [...title]
    .slice(0, LONGEST_TITLE - 1)
    .join('')
    .trim();
  return {
    problem: `The title has ${length} characters.`,
    allowed: `at most ${LONGEST_TITLE}; more can be said in a note`,
    fixes: [`incident open "${cut.replaceAll('"', '')}…"${severity ? ` ${severity}` : ''}`],
  };
}
