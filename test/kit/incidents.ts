/** Incidents to tell of: one that is complete, and arbitrary ones with hostile text. */
import fc from 'fast-check';
import type { Answer } from '../../src/diagnosis/answer.ts';
import type { Told } from '../../src/incidents/view.ts';
import type { IncidentDeed, IncidentEntry } from '../../src/store/incident-deed.ts';
import type { Incident } from '../../src/store/incidents.ts';
import type { RememberedQuestion } from '../../src/store/questions.ts';
import { answered, anyAnswer, anyText, DROPPED_BY_RULE, diagnosis, END, SCAN } from './answers.ts';
import { sourceNamed } from './slack-bot.ts';

const ALICE = { id: 'U0ALICE', name: 'Alice' };
const BOB = { id: 'U0BOB', name: 'Bob' };
/** When it was opened, milliseconds since the epoch. */
const OPENED = (END - 1800) * 1000;

export const INCIDENT: Incident = {
  number: 7,
  title: 'Checkout cannot reach the database',
  severity: 'sev2',
  channel: 'C0OPS',
  thread: null,
  cardTs: '1700000000.000001',
  openedBy: ALICE.id,
  openedAt: OPENED,
  closedAt: OPENED + 1_800_000,
};

function question(id: string, answer: Answer, sources: readonly string[] = ['core']): RememberedQuestion {
  return {
    id,
    askedBy: ALICE.id,
    channel: 'C0OPS',
    thread: null,
    rootTs: '1700000000.000002',
    text: '<@U0FLOWS> reject 10.0.1.5',
    via: 'mention',
    request: null,
    asOf: null,
    stopped: null,
    answer,
    verdict: answer.kind === 'diagnosis' ? answer.diagnosis.verdict : answer.kind,
    sources,
    timeZone: 'Europe/Berlin',
    askedAt: OPENED + 60_000,
    answeredAt: OPENED + 65_000,
  };
}

function entriesOf(deeds: readonly IncidentDeed[]): readonly IncidentEntry[] {
  return deeds.map((deed, index) => ({
    ...{ key: `k${index}`, incident: 7, deed },
    at: OPENED + index * 60_000,
    by: index % 2 === 0 ? ALICE : BOB,
  }));
}

function found(id: string, { verdict, confidence, summary } = DROPPED_BY_RULE): IncidentDeed {
  return { kind: 'finding', question: id, verdict, confidence, summary, askedBy: ALICE };
}

/** What blocks, what was ruled out, an action done and one to do; a further finding is of the source `payments`. */
export const TOLD: Told = {
  incident: INCIDENT,
  entries: entriesOf([
    { kind: 'opened', title: INCIDENT.title, severity: 'sev2' },
    found('scan', SCAN),
    found('dropped'),
    { kind: 'note', text: 'the deploy was at 14:00' },
    { kind: 'action', item: 1, text: 'restore the outbound rule', who: BOB },
    { kind: 'action', item: 2, text: 'tell the shop', who: null },
    { kind: 'done', item: 1, text: 'restore the outbound rule' },
    { kind: 'shared', question: 'dropped', channel: 'C0WEB', channelName: '#web' },
    found('secret'),
    { kind: 'closed', because: 'the network ACL lacked the rule' },
  ]),
  questions: new Map([
    ['scan', question('scan', answered(diagnosis([SCAN]), 'reject 10.0.0.10'))],
    ['dropped', question('dropped', answered(diagnosis([DROPPED_BY_RULE, SCAN])))],
    ['secret', question('secret', answered(diagnosis(), 'reject 10.9.9.9'), ['payments'])],
  ]),
  access: { kind: 'allowed', sources: [sourceNamed('core')] },
};

const person = fc.record({ id: fc.constantFrom('U0ALICE', 'U0BOB'), name: anyText });
const item = fc.integer({ min: 1, max: 9 });

const anyDeed: fc.Arbitrary<IncidentDeed> = fc.oneof(
  fc.record({ kind: fc.constant('opened' as const), title: anyText, severity: fc.constant(null) }),
  fc.record({ kind: fc.constant('severity' as const), severity: fc.constant('sev1' as const) }),
  fc.record({
    kind: fc.constant('finding' as const),
    question: fc.constantFrom('q0', 'q1', 'q2'),
    verdict: anyText,
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    summary: anyText,
    askedBy: person,
  }),
  fc.record({ kind: fc.constant('note' as const), text: anyText }),
  fc.record({ kind: fc.constant('action' as const), item, text: anyText, who: fc.option(person) }),
  fc.record({ kind: fc.constant('done' as const), item, text: anyText }),
  fc.record({
    kind: fc.constant('shared' as const),
    question: fc.constant('q0'),
    channel: fc.constant('C0WEB'),
    channelName: anyText,
  }),
  fc.record({ kind: fc.constant('closed' as const), because: fc.option(anyText) }),
  fc.record({ kind: fc.constant('reopened' as const) }),
);

/** Any deeds of anybody, with any answers for findings. */
export const anyTold: fc.Arbitrary<Told> = fc
  .record({
    title: anyText,
    closedAt: fc.option(fc.constant(OPENED + 5000)),
    deeds: fc.array(fc.tuple(anyDeed, person, fc.nat(1e7)), { maxLength: 25 }),
    answers: fc.array(anyAnswer, { minLength: 3, maxLength: 3 }),
  })
  .map(({ title, closedAt, deeds, answers }) => ({
    ...TOLD,
    incident: { ...INCIDENT, title, closedAt },
    entries: deeds.map(([deed, by, later], index) => ({
      ...{ key: `k${index}`, incident: 7, by, deed },
      at: OPENED + later,
    })),
    questions: new Map(answers.map((answer, index) => [`q${index}`, question(`q${index}`, answer)] as const)),
  }));
