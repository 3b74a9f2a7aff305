import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/diagnosis/diagnosis.ts';
import { threadMessages, wholeMessage } from '../../src/present/block-kit.ts';
import { renderCsv } from '../../src/present/csv.ts';
import { detectionPart } from '../../src/present/detection/detection-part.ts';
import { renderMarkdown } from '../../src/present/markdown.ts';
import { renderText } from '../../src/present/text.ts';
import { anyAlertView, SPIKE, SPIKE_FINDING } from '../kit/alerts.ts';
import { answered, DROPPED_BY_RULE, diagnosis, END } from '../kit/answers.ts';
import { messageProblems } from '../kit/block-kit-validator.ts';

const UTC = { timeZone: 'UTC' };
const STYLE = { timeZone: 'UTC', width: 110, color: false };
const FORMS = ['classic', 'preformatted', 'newer'] as const;

const BLOCKED: Finding = {
  ...DROPPED_BY_RULE,
  verdict: 'detections',
  detector: 'blocked-dependency',
  detection: {
    ...SPIKE,
    subject: { kind: 'address', id: '10.0.2.9', name: 'db-1' },
    class: 'tcp/5432',
    severity: 'high',
    measured: {
      what: 'rejected attempts to connect',
      value: 428,
      unit: 'count',
      normal: null,
      basis: 'it was answered in the 24 hours before',
    },
    benign: 'Somebody may have closed the port on purpose.',
    unseen: [],
    others: ['10.0.1.5', '10.0.1.6'],
    ask: 'reject 10.0.2.9 port 5432',
  },
};
const FAILED: Finding = {
  ...SPIKE_FINDING,
  verdict: 'logs-incomplete',
  confidence: 0,
  summary: 'The analysis "Beacon" failed, so its part of the answer is missing',
};
const { detector: _, detection: __, ...NO_DETECTION } = FAILED;

const SCAN = answered(diagnosis([BLOCKED, SPIKE_FINDING, NO_DETECTION]), 'scan');
const ONE = answered(diagnosis([SPIKE_FINDING]), 'scan');

describe('what detectors found', () => {
  it('is told in the terminal one by one, with all that is known of each', async () => {
    await expect(renderText(SCAN, STYLE)).toMatchFileSnapshot('golden/scan.txt');
  });

  it('is told in Markdown one by one', async () => {
    await expect(renderMarkdown(SCAN, UTC)).toMatchFileSnapshot('golden/scan.md');
  });

  it('is drawn as blocks one by one', async () => {
    await expect(JSON.stringify(threadMessages(SCAN, 'classic', UTC), null, 2)).toMatchFileSnapshot(
      'golden/scan.blocks.json',
    );
  });

  it('says in its headline how many there are, and the worst', () => {
    expect(renderText(SCAN, { ...STYLE, width: 300 }).split('\n')[0]).toBe(
      `●  2 detections, 1 of high severity: ${BLOCKED.summary}`,
    );
    expect(renderText(ONE, { ...STYLE, width: 300 }).split('\n')[0]).toBe(
      `●  1 detection, of medium severity: ${SPIKE_FINDING.summary}`,
    );
  });

  it('tells what could not be looked for, after what was found', () => {
    const text = renderText(SCAN, STYLE);

    expect(text.indexOf('"Beacon" failed')).toBeGreaterThan(text.indexOf('flows reject 10.0.1.5'));
  });

  it('says what is measured against what is normal, and that none is', () => {
    const measured = (normal: number | null) =>
      detectionPart(
        { ...SPIKE_FINDING, detection: { ...SPIKE, measured: { ...SPIKE.measured, normal, basis: 'so' } } },
        UTC,
        END,
      )?.measured;

    expect([37, 0, null].map(measured)).toEqual([
      '412 distinct rejected sources in 5 minutes, where 37 is normal (so)',
      '412 distinct rejected sources in 5 minutes, where none is normal (so)',
      '412 distinct rejected sources in 5 minutes; so',
    ]);
  });

  it('leaves nothing of it out in any form', () => {
    const forms = [
      renderText(SCAN, { ...STYLE, width: 1000 }),
      renderMarkdown(SCAN, UTC),
      ...FORMS.map((form) => JSON.stringify(threadMessages(SCAN, form, UTC))),
    ];

    for (const form of forms)
      for (const detection of [BLOCKED.detection, SPIKE_FINDING.detection]) {
        expect(form).toContain(detection?.benign);
        expect(form).toContain(detection?.ask);
        for (const unseen of detection?.unseen ?? []) expect(form).toContain(unseen);
      }
  });

  it('names each of very many in Slack', () => {
    const [first, ...many] = Array.from({ length: 60 }, (_, n): Finding => {
      const subject = { kind: 'address', id: `10.0.9.${n}`, name: null } as const;
      return { ...SPIKE_FINDING, detection: { ...SPIKE, subject } };
    });
    const messages = threadMessages(answered(diagnosis([first ?? BLOCKED, ...many]), 'scan'), 'classic', UTC);

    expect(messages.flatMap(messageProblems)).toEqual([]);
    const text = JSON.stringify(messages);
    expect(many.filter((_, n) => !text.includes(`10.0.9.${n + 1} `))).toEqual([]);
  });

  it('is taken by Slack and keeps to itself whatever stands in it', () => {
    const anyDetections = fc.array(
      anyAlertView.map(({ finding, detector }) => ({ ...finding, detector })),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(anyDetections, fc.constantFrom(...FORMS), ([first, ...rest], form) => {
        const answer = answered(diagnosis([first ?? BLOCKED, ...rest]), 'scan');
        const messages = [...threadMessages(answer, form, UTC), wholeMessage(answer, form, UTC)];

        expect(messages.flatMap(messageProblems)).toEqual([]);
        expect(JSON.stringify(messages)).not.toMatch(/<!(here|channel|everyone)>|<@U/);
        const controls = [...renderText(answer, STYLE)].filter((character) => character < ' ');
        expect(controls.every((character) => character === '\n')).toBe(true);
        expect(renderCsv(answer)).not.toBe('');
      }),
      { numRuns: 25 },
    );
  });
});
