/** Requests of any verb that asks records, as they could have been typed. */
import fc from 'fast-check';
import { VERBS } from '../../src/commands/index.ts';
import type { QuestionVerb } from '../../src/commands/verb.ts';
import type { Request, Subject } from '../../src/query/request.ts';
import type { Window } from '../../src/query/window.ts';

/** Seconds. */
const DAY = 86_400;
const LONGEST = 31 * DAY;

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });

const NAMES = [
  ...['web-1', 'my web server', 'prod', 'port', 'last', 'yesterday', 'https', 'tcp', 'monday', 'may 5', 'in'],
  ...[
    'a & b',
    '<b>',
    'it"s',
    "it's",
    '"so called" web',
    'flows',
    'rejct',
    'fresh',
    '15m',
    '443',
    'ünïcode',
    'x,y',
  ],
  ...['eni-prod', 'top', 'web.', '*web*', '14:00', 'to'],
];

const subject: fc.Arbitrary<Subject> = fc.oneof(
  fc.ipV4().map((text): Subject => ({ kind: 'address', family: 4, text })),
  fc.constant<Subject>({ kind: 'address', family: 6, text: '2001:db8::1' }),
  fc.constant<Subject>({ kind: 'cidr', family: 4, text: '10.0.1.0/24', prefix: 24 }),
  fc.constant<Subject>({ kind: 'cidr', family: 6, text: '2001:db8::/56', prefix: 56 }),
  hex(17).map((digits): Subject => ({ kind: 'network-interface', id: `eni-${digits}` })),
  hex(8).map((digits): Subject => ({ kind: 'security-group', id: `sg-${digits}` })),
  fc.constantFrom(...NAMES).map((name): Subject => ({ kind: 'name', name })),
);

const port = fc
  .tuple(fc.integer({ min: 0, max: 65_535 }), fc.integer({ min: 0, max: 65_535 }))
  .map(([one, other]) => ({ low: Math.min(one, other), high: Math.max(one, other) }));

/** Most end at that moment, and most are of whole minutes, as people say them. */
function windowUpTo(moment: number): fc.Arbitrary<Window> {
  const seconds = fc.oneof(
    fc.integer({ min: 1, max: LONGEST / 60 }).map((minutes) => minutes * 60),
    fc.integer({ min: 1, max: LONGEST }),
  );
  const before = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 * DAY }));
  return fc
    .tuple(before, seconds)
    .map(([earlier, length]) => ({ start: moment - earlier - length, end: moment - earlier }));
}

function windows(verb: QuestionVerb, now: number): fc.Arbitrary<Pick<Request, 'window' | 'versus'>> {
  if (!verb.clauses.includes('window')) return fc.constant({ window: { start: now - 3600, end: now } });
  if (!verb.clauses.includes('versus')) return windowUpTo(now).map((window) => ({ window }));
  return windowUpTo(now).chain((window) =>
    fc
      .oneof(
        fc.constant({ start: 2 * window.start - window.end, end: window.start }),
        windowUpTo(window.start),
      )
      .map((versus) => ({ window, versus })),
  );
}

function by({ by: takes }: QuestionVerb): fc.Arbitrary<string | undefined> {
  if (!takes) return fc.constant(undefined);
  const { measures, groupings, fields = [], most = 1 } = takes;
  return fc
    .tuple(
      fc.subarray([...measures], { maxLength: 1 }),
      fc.shuffledSubarray(
        // Some words are both a grouping and the name of a field.
        [...new Set([...groupings, ...fields])].filter((word) => !measures.includes(word)),
        {
          maxLength: groupings.length > 0 ? most : 0,
        },
      ),
    )
    .map(([measure, words]) => [...measure, ...words].join(' ') || undefined);
}

function withoutUndefined<T extends object>(parts: T): T {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T;
}

/** Nobody is traced to themselves. */
function hasTwoEnds({ subjects, from, to }: Pick<Request, 'subjects' | 'from' | 'to'>): boolean {
  const [one, other] = [from, to, ...subjects].flatMap((end) => (end ? [JSON.stringify(end)] : []));
  return one !== other;
}

export function anyRequest(now: number): fc.Arbitrary<Request> {
  const verbs = VERBS.filter((verb) => verb.kind === 'question');
  return fc.constantFrom(...verbs).chain((verb) => {
    const has = (clause: QuestionVerb['clauses'][number]) => verb.clauses.includes(clause);
    const maybe = <T>(clause: QuestionVerb['clauses'][number], values: fc.Arbitrary<T>) =>
      has(clause) ? fc.option(values, { nil: undefined }) : fc.constant(undefined);
    const { min, max } = verb.subjects;
    const flowLog = hex(17).map((digits) => `fl-${digits}`);
    return fc
      .record({
        text: fc.constant(''),
        verb: fc.constant(verb.name),
        subjects: fc.array(subject, { minLength: min, maxLength: max }),
        windows: windows(verb, now),
        port: maybe('port', port),
        protocol: maybe('proto', fc.integer({ min: 0, max: 255 })),
        from: maybe('from', subject),
        to: maybe('to', subject),
        action: maybe('action', fc.constantFrom('ACCEPT' as const, 'REJECT' as const)),
        by: by(verb),
        limit: maybe('top', fc.integer({ min: 1, max: 1000 })),
        source: maybe(
          'in',
          fc.constantFrom('payments', 'all', 'team=payments', 'a,b', 'my records', 'eu-west-1'),
        ),
        fresh: maybe('fresh', fc.constant(true as const)),
        file: maybe('as', fc.constantFrom('csv' as const, 'parquet' as const)),
        flowLog: maybe('flow-log', flowLog),
        firehose: maybe('flow-log', fc.constant(true as const)),
      })
      .map(({ windows: both, ...rest }) => withoutUndefined({ ...rest, ...both }))
      .filter((request) => min < 2 || hasTwoEnds(request));
  });
}
