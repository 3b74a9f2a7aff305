/** `alerts test`: sends an alert and a gap in the records, both marked as tests, to every channel that alerts go to, to see that they arrive. */
import { plainText } from '../../commands/grammar/plain-text.ts';
import { alertMessage } from '../../present/alerts/alert-message.ts';
import type { AlertView } from '../../present/alerts/alert-view.ts';
import { noticeMessage, problemMessage } from '../../present/block-kit.ts';
import { escaped, prose } from '../../present/mrkdwn.ts';
import type { Address } from '../address.ts';
import { simpleForms } from '../delivery/forms.ts';
import { problemOf } from '../delivery/problems.ts';
import type { Steps, Worker } from '../delivery/work.ts';
import type { Desk } from '../desk.ts';
import { whisperOf } from '../whispers.ts';
import { alertChannels } from './health.ts';
import { placeProblem, UTC } from './shown.ts';

export interface TestInput {
  readonly askedBy: string;
  readonly place: Address;
  /** As typed: untrusted. */
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The kind of the work. */
export const TEST = 'alert-test';

/** The parts in which the two differ. */
interface Shape {
  readonly detector: AlertView['detector'];
  readonly subject: AlertView['finding']['detection']['subject'];
  readonly summary: string;
  readonly measured: AlertView['finding']['detection']['measured'];
  readonly ask: string;
}

const SPIKE: Shape = {
  detector: 'reject-spike',
  subject: { kind: 'address', id: '192.0.2.10', name: 'test' },
  summary: 'test (192.0.2.10) rejects 412 sources in 5 minutes, 11 times as many as usual',
  measured: {
    what: 'distinct rejected sources in 5 minutes',
    value: 412,
    unit: 'count',
    normal: 37,
    basis: 'made up for this test',
  },
  ask: 'reject 192.0.2.10',
};

const GAP: Shape = {
  detector: 'flow-log-gap',
  subject: { kind: 'flow-log', id: 'fl-0test', name: null },
  summary: 'fl-0test has delivered no records for 25 minutes: until it does, nothing is known of its traffic',
  measured: {
    what: 'records in 25 minutes',
    value: 0,
    unit: 'count',
    normal: 1200,
    basis: 'made up for this test',
  },
  ask: 'coverage',
};

function viewOf({ detector, subject, summary, measured, ask }: Shape, at: number): AlertView {
  const [first, last] = [at - 1500, at - 300];
  return {
    ...{ number: 0, detector, source: 'test', class: '', severity: 'high', state: 'firing', first, last },
    ...{ resolvedAt: null, left: null, reopened: 0, isFlapping: false, owner: null, snoozedUntil: null },
    ...{ silent: null, rule: null, diagnosis: null, isElsewhere: false, isTest: true },
    finding: {
      ...{ verdict: 'detections', confidence: 1, summary, blocker: null, evidence: [] },
      nextCheck: 'Nothing: this is a test.',
      detection: {
        ...{
          subject,
          class: '',
          severity: 'high',
          level: 2,
          size: measured.value,
          measured,
          first,
          last,
          ask,
        },
        benign: 'It is a test that somebody asked for.',
        ...{ unseen: [], others: [] },
      },
    },
  };
}

export function testWorker(desk: Desk): Worker<TestInput> {
  const { gate, audit } = desk;

  /** @returns why it did not arrive there; null where it did */
  async function send(channel: string, at: number, steps: Steps): Promise<string | null> {
    const problem = await placeProblem(desk, channel);
    if (problem) return `${problem.problem} ${problem.todo}`;
    for (const [name, shape] of [
      ['alert', SPIKE],
      ['gap', GAP],
    ] as const) {
      const message = alertMessage({ id: '', alerts: [viewOf(shape, at)] }, UTC);
      const posted = await steps.post(`${name}/${channel}`, { channel, thread: null }, simpleForms(message));
      if (!posted.ok) return problemOf(posted.failure).problem;
    }
    return null;
  }

  return async (id, { askedBy, place, text, at }, steps) => {
    const whisper = whisperOf(desk, id, place, askedBy);
    const question = plainText(text);
    const access = await gate.admit({ user: askedBy, channel: place.channel });
    const enter = (outcome: 'done' | 'refused', note: string | null) =>
      audit.enter({
        ...{ key: `alert/${id}`, at, by: askedBy, channel: place.channel, action: 'alert', what: question },
        ...{ outcome, note, sources: [], bytes: null, verdict: null },
      });
    if (access.kind === 'refused') {
      await enter('refused', access.because);
      return whisper(problemMessage({ problem: access.because, todo: access.todo, question }));
    }
    const all = alertChannels(desk);
    if (all.length === 0) {
      await enter('refused', 'no channel');
      return whisper(
        problemMessage({
          problem: 'No channel is set for alerts, so nothing is watched for.',
          todo: 'Whoever runs flows sets `alerts.channel` in its configuration.',
          question,
        }),
      );
    }
    const lines: string[] = [];
    for (const channel of all) {
      const because = await send(channel, Math.floor(at / 1000), steps);
      lines.push(
        because === null ? `:white_check_mark: <#${channel}>` : `:x: <#${channel}> ${prose(because)}`,
      );
    }
    await enter('done', all.join(', '));
    await whisper(noticeMessage([escaped('A test alert and a test gap were sent:'), ...lines].join('\n')));
  };
}
