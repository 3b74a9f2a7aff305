/** What can be done with an incident: how each is written, and what it reads after its name. */
import { INCIDENT_SEVERITIES } from '../../diagnosis/incident-severity.ts';
import { nearest } from '../../query/nearest.ts';
import { type IncidentDoing, REPORT_FORMS } from '../action.ts';
import { type Problem, shown } from '../grammar/problem.ts';
import { linkedMessage } from './message-link.ts';

export interface DoingGuide {
  /** `note <text>` */
  readonly form: string;
  /** A whole text that works. */
  readonly example: string;
  /** `INC-7` may stand in front. */
  readonly takesNumber: boolean;
  read(said: string): IncidentDoing | Problem;
}

/** As long as a title can be and still stand on one line of a card. */
const LONGEST_TITLE = 120;
const LONGEST_TEXT = 1000;
const SEVERITY_FORMS = INCIDENT_SEVERITIES.map((name) => `\`${name}\``).join(', ');

export const DOINGS: Readonly<Record<string, DoingGuide>> = {
  open: {
    form: 'open "<title>" [sev1|sev2|sev3|sev4]',
    example: 'incident open "Checkout cannot reach the database" sev2',
    takesNumber: false,
    read: readOpen,
  },
  status: {
    form: 'status',
    example: 'incident status',
    takesNumber: true,
    read: (said) => (said === '' ? { do: 'status' } : surplus(said, 'status')),
  },
  add: {
    form: 'add [<link to a message>]',
    example: 'incident add',
    takesNumber: true,
    read: readAdd,
  },
  note: {
    form: 'note <text>',
    example: 'incident note the deploy of 14:00 was rolled back',
    takesNumber: true,
    read: (said) => withText('note', said, (text) => ({ do: 'note', text })),
  },
  action: {
    form: 'action <text> [@who]',
    example: 'incident action restore the outbound rule of acl-0a1b2c3d',
    takesNumber: true,
    read: (said) => {
      const [, text = said, who = null] = /^([\s\S]*\S)\s*<@([UW][A-Z0-9]+)>\s*$/.exec(said) ?? [];
      return withText('action', text, (checked) => ({ do: 'action', text: checked, who }));
    },
  },
  done: {
    form: 'done <number of the action>',
    example: 'incident done 1',
    takesNumber: true,
    read: (said) => {
      const [, item] = /^#?(\d{1,6})$/.exec(said) ?? [];
      return item === undefined
        ? wrong(said, 'the number of an action', '`incident status` numbers them', 'incident done 1')
        : { do: 'done', item: Number(item) };
    },
  },
  severity: {
    form: 'severity sev2',
    example: 'incident severity sev2',
    takesNumber: true,
    read: (said) => {
      const severity = severityOf(said);
      return severity
        ? { do: 'severity', severity }
        : wrong(
            said,
            'a severity',
            SEVERITY_FORMS,
            `incident severity ${nearest(said, INCIDENT_SEVERITIES) ?? 'sev2'}`,
          );
    },
  },
  close: {
    form: 'close ["<what it was>"]',
    example: 'incident close "the network ACL lacked the outbound rule for replies"',
    takesNumber: true,
    read: (said) =>
      said === ''
        ? { do: 'close', because: null }
        : withText('close', unquoted(said), (because) => ({ do: 'close', because })),
  },
  reopen: {
    form: 'reopen',
    example: 'incident reopen INC-7',
    takesNumber: true,
    read: (said) => (said === '' ? { do: 'reopen' } : surplus(said, 'reopen')),
  },
  list: {
    form: 'list [all]',
    example: 'incident list all',
    takesNumber: false,
    read: (said) => {
      const word = said.toLowerCase();
      if (word === '' || word === 'open') return { do: 'list', all: false };
      return word === 'all' ? { do: 'list', all: true } : surplus(said, 'list');
    },
  },
  report: {
    form: 'report [as csv|canvas]',
    example: 'incident report as csv',
    takesNumber: true,
    read: readReport,
  },
};

/** `"A title" sev9`: what follows a quoted title is meant as its severity. */
function afterTitle(said: string): Problem | null {
  const [, title = '', word = ''] = /^(["“][^"“”]+["”])\s+(\S+)$/.exec(said.trim()) ?? [];
  if (word === '' || severityOf(word) !== null) return null;
  return wrong(
    word,
    'a severity',
    SEVERITY_FORMS,
    `incident open ${title} ${nearest(word, INCIDENT_SEVERITIES) ?? 'sev2'}`,
  );
}

function readOpen(said: string): IncidentDoing | Problem {
  const problem = afterTitle(said);
  if (problem) return problem;
  const { severity, rest } = withoutSeverity(said);
  const title = unquoted(rest);
  const length = [...title].length;
  if (length === 0) {
    const problem = 'The incident has no title: what is wrong, in a few words.';
    return { problem, allowed: `\`${DOINGS['open']?.form}\``, fixes: [DOINGS['open']?.example ?? ''] };
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

/** A severity that stands before or after the title, not in it. */
function withoutSeverity(said: string) {
  const last = /^([\s\S]*?)\s*\b(sev-?[1-4])$/i.exec(said);
  if (last) return { severity: severityOf(last[2] ?? ''), rest: last[1] ?? '' };
  const first = /^(sev-?[1-4])\b\s*([\s\S]*)$/i.exec(said);
  if (first) return { severity: severityOf(first[1] ?? ''), rest: first[2] ?? '' };
  return { severity: null, rest: said };
}

function severityOf(word: string) {
  const [, digit] = /^(?:sev-?)?([1-4])$/i.exec(word.trim()) ?? [];
  return INCIDENT_SEVERITIES.find((name) => name === `sev${digit}`) ?? null;
}

function readAdd(said: string): IncidentDoing | Problem {
  if (said === '') return { do: 'add', message: null };
  const message = linkedMessage(said);
  if (message) return { do: 'add', message };
  return {
    problem: `${shown(said)} is no link to a message.`,
    allowed: 'nothing, for the last answer here, or a link that Slack copies (More actions › Copy link)',
    fixes: ['incident add'],
  };
}

function readReport(said: string): IncidentDoing | Problem {
  if (said === '') return { do: 'report', as: 'markdown' };
  const word = said.replace(/^as\s+/i, '').toLowerCase();
  const as = REPORT_FORMS.find((form) => form === word);
  if (as) return { do: 'report', as };
  const near = nearest(word, REPORT_FORMS);
  return {
    problem: `${shown(word)} is not a form of report.`,
    allowed: REPORT_FORMS.map((form) => `\`as ${form}\``).join(', '),
    fixes: [near ? `incident report as ${near}` : 'incident report'],
  };
}

/** Quotation marks around the whole say only where it begins and ends. */
function unquoted(text: string): string {
  const [, inside] = /^["“”„«'‘](.+)["”“»'’]$/s.exec(text.trim()) ?? [];
  return (inside ?? text).replace(/\s+/g, ' ').trim();
}

function withText(
  name: string,
  said: string,
  read: (text: string) => IncidentDoing,
): IncidentDoing | Problem {
  const text = said.replace(/\s+/g, ' ').trim();
  const { form = '', example = '' } = DOINGS[name] ?? {};
  if (text === '')
    return { problem: `After “${name}” the text is missing.`, allowed: `\`${form}\``, fixes: [example] };
  const length = [...text].length;
  if (length <= LONGEST_TEXT) return read(text);
  return {
    problem: `The text has ${length} characters.`,
    allowed: `at most ${LONGEST_TEXT}`,
    fixes: [example],
  };
}

function wrong(said: string, wanted: string, allowed: string, fix: string): Problem {
  const problem =
    said === ''
      ? `${wanted.charAt(0).toUpperCase()}${wanted.slice(1)} is missing.`
      : `${shown(said)} is not ${wanted}.`;
  return { problem, allowed, fixes: [fix] };
}

function surplus(said: string, name: string): Problem {
  const { form = '' } = DOINGS[name] ?? {};
  return {
    problem: `\`incident ${name}\` takes no ${shown(said)}.`,
    allowed: `\`incident ${form}\``,
    fixes: [`incident ${name}`],
  };
}
