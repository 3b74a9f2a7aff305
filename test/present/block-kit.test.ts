import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BlockForm,
  ephemeralMessage,
  notInvited,
  noticeMessage,
  problemMessage,
  questionMessage,
  textMessage,
  threadMessages,
  verdictMessage,
  wholeMessage,
} from '../../src/present/block-kit.ts';
import { spendingMessage } from '../../src/present/spending-message.ts';
import {
  answered,
  anyAnswer,
  anyOverspend,
  DROPPED_BY_RULE,
  DROPPED_REPLY,
  diagnosis,
  LISTING,
  PAGE,
  PLAN,
  SCAN,
} from '../kit/answers.ts';
import { messageProblems } from '../kit/block-kit-validator.ts';

const UTC = { timeZone: 'UTC' };
const FORMS = ['classic', 'preformatted', 'newer'] as const;

describe('an answer in Slack', () => {
  it('is drawn as a thread in classic blocks', async () => {
    const messages = threadMessages(answered(diagnosis([DROPPED_REPLY, SCAN])), 'classic', UTC);

    await expect(JSON.stringify(messages, null, 2)).toMatchFileSnapshot('golden/dropped-reply.blocks.json');
  });

  it.each(FORMS)('names the rule that blocks, with links to the console, in %s form', async (form) => {
    const messages = threadMessages(answered(diagnosis([DROPPED_BY_RULE])), form, UTC);

    await expect(JSON.stringify(messages, null, 2)).toMatchFileSnapshot(
      `golden/dropped-by-rule.${form}.blocks.json`,
    );
  });

  it('puts what was prepared before the next check', () => {
    const capture = answered({ ...diagnosis(), plan: PLAN }, 'capture 10.0.1.5');

    const [thread] = threadMessages(capture, 'classic', UTC);

    const text = JSON.stringify(thread?.blocks);
    expect(text.indexOf('*Capture on the host*')).toBeGreaterThan(text.indexOf('*Evidence*'));
    expect(text.indexOf('*Next check*')).toBeGreaterThan(text.indexOf('*Capture on the host*'));
    expect(text).toContain('tcpdump -ni eth0');
  });

  it('says its own command with a slash', () => {
    const nextCheck = 'flows coverage 10.0.1.5';

    const [thread] = threadMessages(answered(diagnosis([{ ...DROPPED_REPLY, nextCheck }])), 'newer', UTC);

    expect(JSON.stringify(thread?.blocks)).toContain('/flows coverage 10.0.1.5');
  });

  it('puts the verdict, the question, how sure it is and who asked into the root', () => {
    const { blocks } = verdictMessage(answered(), UTC, 'U0ASKER');

    expect(JSON.stringify(blocks)).toContain(':red_circle: *10.0.2.9 answers 10.0.1.5 on tcp 5432');
    expect(JSON.stringify(blocks)).toContain(
      '`reject 10.0.1.5` · nacl-return-outbound · 0.95 sure · asked by <@U0ASKER>',
    );
  });

  it('has the verdict over its reasons where there is no thread to divide them over', () => {
    const [thread] = threadMessages(answered(), 'classic', UTC);

    const { blocks } = wholeMessage(answered(), 'classic', UTC);

    expect(JSON.stringify(blocks[0])).toContain(':red_circle: *10.0.2.9 answers 10.0.1.5');
    expect(blocks.slice(1)).toEqual(thread?.blocks);
  });

  it('is complete without any block, for a Slack that refuses them', () => {
    const { text, blocks } = textMessage(answered(), UTC);

    expect(blocks).toEqual([]);
    expect(text).toMatch(/^```\n[\s\S]*10\.0\.2\.9 answers[\s\S]*Next[\s\S]*\n```$/);
  });

  it('gives examples of help as they are typed in Slack', () => {
    const guide = {
      name: 'top',
      summary: 'Who moves the most',
      usage: 'top [subject]',
      examples: ['top by bytes'],
    };
    const [thread] = threadMessages({ kind: 'help', verbs: [guide], notes: [] }, 'classic', UTC);

    expect(JSON.stringify(thread?.blocks)).toContain('*Try*\\n`/flows top by bytes`');
  });

  it('has a choice of words in a usage without entities, which some show as they are written', () => {
    const guide = { name: 'incident', summary: 'Keeps it', usage: 'incident <open|close>', examples: [] };
    const [thread] = threadMessages({ kind: 'help', verbs: [guide], notes: [] }, 'classic', UTC);

    expect(JSON.stringify(thread?.blocks)).toContain('`incident ‹open|close›`');
  });

  it('shows a verb in a line where all are listed, by an example of it', () => {
    const guide = (name: string, example: string) => ({
      name,
      summary: `what ${name} does`,
      usage: `${name} [subject]`,
      examples: [example],
    });
    const verbs = [guide('top', 'top by bytes'), guide('decode', `decode ${'1 '.repeat(30)}`)];

    const { blocks } = ephemeralMessage({ kind: 'help', verbs, notes: [] }, UTC);

    expect(blocks.at(-1)).toMatchObject({
      text: { text: '`top by bytes`  what top does\n`decode`  what decode does' },
    });
  });

  it('says of what was looked for in vain that it was not found', () => {
    const evidence = [{ kind: 'absence' as const, lookedFor: 'any record', where: 'the window' }];
    const [thread] = threadMessages(answered({ ...diagnosis(), evidence }), 'classic', UTC);

    expect(JSON.stringify(thread?.blocks)).toContain('`not found` any record, in the window');
  });

  it('lists in lines that wrap in a narrow thread', () => {
    const [thread] = threadMessages(LISTING, 'classic', UTC);

    expect(thread?.blocks[0]).toEqual({
      type: 'section',
      text: {
        type: 'mrkdwn',
        verbatim: true,
        text: '1. `10.0.1.5 tcp` 1.2_GB_· 61_%\n2. `2001:db8::7 icmpv6` 812_B_· &lt;1_%'.replaceAll(
          '_',
          '\u00A0',
        ),
      },
    });
  });

  it('lists names and what they stand for without numbers', () => {
    const columns = [
      { key: 'part', title: 'Part', unit: 'text' as const },
      { key: 'value', title: 'Value', unit: 'text' as const },
    ];
    const parts = answered(
      diagnosis([{ ...SCAN, verdict: 'listing' }], {
        columns,
        rows: [{ part: 'Copies', value: '<tcp> 443' }],
      }),
    );

    const [thread] = threadMessages(parts, 'classic', UTC);

    expect(thread?.blocks[0]).toMatchObject({ text: { text: '*Copies*  &lt;tcp&gt; 443' } });
  });

  it.each(FORMS)('draws every list of a page under its title, in %s form', async (form) => {
    const messages = threadMessages(PAGE, form, UTC);

    await expect(JSON.stringify(messages, null, 2)).toMatchFileSnapshot(`golden/page.${form}.blocks.json`);
    expect(messages.flatMap(messageProblems)).toEqual([]);
  });

  it('is a table of its own where Slack takes one, and not elsewhere', () => {
    const types = (form: BlockForm) =>
      threadMessages(LISTING, form, UTC).flatMap(({ blocks }) => blocks.map(({ type }) => type));

    expect(types('newer')).toContain('data_table');
    expect([...types('classic'), ...types('preformatted')]).not.toContain('data_table');
  });
});

describe('a long list in Slack', () => {
  const rows = Array.from({ length: 1000 }, (_, index) => ({
    source: `10.0.${index >> 8}.${index & 255}`,
    bytes: index,
  }));
  const long = answered(
    diagnosis([{ ...SCAN, verdict: 'listing' }], {
      columns: [
        { key: 'source', title: 'From', unit: 'address' },
        { key: 'bytes', title: 'Bytes', unit: 'bytes' },
      ],
      rows,
    }),
    'top by bytes',
  );

  it('is cut to a table that Slack takes, and says so', () => {
    const [thread] = threadMessages(long, 'newer', UTC);

    expect(thread?.blocks[0]).toMatchObject({ type: 'data_table' });
    expect(JSON.stringify(thread?.blocks[1])).toContain(
      'the first 100 of 1,000 rows; in a terminal, `flows … --csv` lists them all',
    );
    expect(thread && messageProblems(thread)).toEqual([]);
  });

  it('is cut to the lines that fit, and says so', () => {
    const [thread] = threadMessages(long, 'classic', UTC);

    expect(JSON.stringify(thread?.blocks[0])).toMatch(/… and 8\d\d more lines/);
    expect(JSON.stringify(thread?.blocks)).toContain('*Next check*');
  });
});

describe('a running question', () => {
  it('names who asked, how far it is, and can be cancelled', () => {
    const { blocks } = questionMessage({
      question: 'reject 10.0.1.5',
      askedBy: 'U0ASKER',
      progress: '3 s',
      cancelValue: 'q1',
    });

    expect(JSON.stringify(blocks)).toContain('<@U0ASKER>');
    expect(blocks.at(-1)).toMatchObject({
      type: 'actions',
      elements: [{ action_id: 'flows-cancel', value: 'q1' }],
    });
  });
});

describe('a bot that may not write in the channel', () => {
  it('says how to invite it', () => {
    expect(JSON.stringify(notInvited('reject 10.0.1.5'))).toContain('/invite @flows');
  });
});

describe('a text of our own', () => {
  it('shows what is typed as code, and placeholders in marks that every client draws', () => {
    const notes = ['`mute <A-12 | in source>` or so.', 'Choose with `in <source name>`, * for all.'];

    const { blocks } = ephemeralMessage({ kind: 'help', verbs: [], notes }, UTC);

    expect(JSON.stringify(blocks.at(-1))).toContain('Choose with `in ‹source name›`, *\u2060 for all.');
    expect(JSON.stringify(blocks)).toContain('`mute ‹A-12 | in source›`');
  });
});

/** `npm run fuzz` shows fifteen times as many answers. */
const RUNS = { numRuns: 100 };

describe('whatever the answer holds', () => {
  it.each(FORMS)(
    'a thread in %s form keeps every limit of Slack and escapes all that others wrote',
    (form) => {
      fc.assert(
        fc.property(anyAnswer, (answer) => {
          for (const message of threadMessages(answer, form, UTC))
            expect(messageProblems(message)).toEqual([]);
        }),
        RUNS,
      );
    },
  );

  it('so do the root and what one person sees alone', () => {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        for (const message of [
          verdictMessage(answer, UTC, 'U0ASKER'),
          ephemeralMessage(answer, UTC),
          ...FORMS.map((form) => wholeMessage(answer, form, UTC)),
        ])
          expect(messageProblems(message)).toEqual([]);
        expect([...textMessage(answer, UTC).text].length).toBeLessThanOrEqual(4000);
      }),
      RUNS,
    );
  });

  it('so does the question itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5000 }), (question) => {
        const running = questionMessage({
          question,
          askedBy: null,
          progress: question,
          cancelValue: question,
        });
        const wrong = problemMessage({ problem: question, todo: question, question });
        const said = noticeMessage('Ask again in a minute.');
        expect([running, notInvited(question), wrong, said].flatMap(messageProblems)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('so does a question that waits for a decision', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5000 }), anyOverspend, (question, overspend) => {
        const asking = spendingMessage({
          question,
          askedBy: 'U0ASKER',
          overspend,
          decision: 'q1 1',
          cancelValue: 'q1',
        });
        expect(messageProblems(asking)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
