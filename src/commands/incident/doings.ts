/** What can be done with an incident: how each is written, and what it reads after its name. */
import { nearest } from '../../query/nearest.ts';
import { type IncidentDoing, REPORT_FORMS } from '../action.ts';
import { type Problem, shown } from '../grammar/problem.ts';
import { type DoingGuide, unquoted, wrong } from './guide.ts';
import { linkedMessage } from './message-link.ts';
import { OPEN } from './open.ts';
import { severityOf, wrongSeverity } from './severity.ts';

const LONGEST_TEXT = 1000;

export const DOINGS: Readonly<Record<string, DoingGuide>> = {
  open: OPEN,
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
      return severity ? { do: 'severity', severity } : wrongSeverity(said, 'incident severity');
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

function surplus(said: string, name: string): Problem {
  const { form = '' } = DOINGS[name] ?? {};
  return {
    problem: `\`incident ${name}\` takes no ${shown(said)}.`,
    allowed: `\`incident ${form}\``,
    fixes: [`incident ${name}`],
  };
}
