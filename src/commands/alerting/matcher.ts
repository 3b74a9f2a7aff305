/** Which alerts a person means: `port-scan 10.0.0.0/8 class tcp/22 in payments high`, as conditions that all must hold. */
import type { AlertMatcher } from '../../diagnosis/alert-matcher.ts';
import { ALERT_SEVERITIES, DETECTOR_IDS, type DetectorId, isDetectorId } from '../../diagnosis/detection.ts';
import { nearest } from '../../query/nearest.ts';
import type { Cidr } from '../../record/address.ts';
import { isProblem, type Problem, shown } from '../grammar/problem.ts';
import { readSubject } from '../grammar/subject.ts';
import type { Word } from '../grammar/words.ts';

const FLOW_LOG = /^fl-[0-9a-f]+$/i;
/** What alerts are about; security groups and the like never are. */
const SUBJECT_FORMS =
  'an address, a CIDR block, an id (`eni-…`, `subnet-…`, `fl-…`), or a Name tag (in quotes when it has spaces)';

export const MATCHER_FORMS = `detectors (${DETECTOR_IDS.map((id) => `\`${id}\``).join(', ')}), ${SUBJECT_FORMS}, \`class tcp/22\`, \`in <source>\`, a severity (${ALERT_SEVERITIES.join(', ')})`;

export interface ReadMatcher {
  readonly matcher: AlertMatcher;
  readonly next: number;
}

function keyword(word: Word | undefined): string {
  return word && !word.quoted ? word.text.toLowerCase() : '';
}

function joined<T>(known: readonly T[] | undefined, ...more: readonly T[]): readonly T[] {
  return [...new Set([...(known ?? []), ...more])];
}

function withSubject(matcher: AlertMatcher, subject: string): AlertMatcher {
  return { ...matcher, subjects: joined(matcher.subjects, subject) };
}

function withBlock(matcher: AlertMatcher, block: Cidr): AlertMatcher {
  return { ...matcher, blocks: joined(matcher.blocks, block) };
}

function wrong(problem: string, ...fixes: readonly string[]): Problem {
  return { problem, allowed: MATCHER_FORMS, fixes };
}

function withSubjectWord(matcher: AlertMatcher, word: Word): AlertMatcher | Problem {
  if (FLOW_LOG.test(word.text)) return withSubject(matcher, word.text.toLowerCase());
  const read = readSubject(word);
  if (isProblem(read)) return wrong(read.problem, ...read.fixes);
  const { subject, port } = read;
  if (port !== undefined)
    return wrong(`${shown(word.text)} has a port; a class says that.`, `10.0.1.5 class tcp/${port}`);
  switch (subject.kind) {
    case 'address':
      return withSubject(matcher, subject.text);
    case 'cidr':
      return withBlock(matcher, subject);
    case 'name': {
      const near = word.quoted ? undefined : nearest(word.text, DETECTOR_IDS);
      return near
        ? wrong(
            `${shown(word.text)} is no detector; did you mean \`${near}\`? A Name tag like that goes in quotes.`,
            near,
          )
        : withSubject(matcher, subject.name);
    }
    case 'network-interface':
    case 'subnet':
      return withSubject(matcher, subject.id);
    default:
      return wrong(`No alert is about ${shown(word.text)}.`, '10.0.1.5');
  }
}

/** Several with commas and nothing else between them. */
function detectorsOf(word: Word): readonly DetectorId[] | undefined {
  const names = word.text.toLowerCase().split(',');
  const ids = names.filter(isDetectorId);
  return !word.quoted && ids.length === names.length ? ids : undefined;
}

/** Adds the condition that begins at a word. The fixes of a problem are words for its place. */
export function readCondition(
  words: readonly Word[],
  at: number,
  matcher: AlertMatcher,
): ReadMatcher | Problem {
  const word = words[at];
  const value = words[at + 1]?.text;
  if (!word) return wrong('It is not said which alerts are meant.');
  const name = keyword(word);
  if (name === 'in' || name === 'class') {
    if (value === undefined)
      return wrong(
        `After “${name}” something is missing.`,
        `${name} ${name === 'in' ? 'payments' : 'tcp/22'}`,
      );
    const values = value.split(',').filter((one) => one !== '');
    return {
      matcher:
        name === 'in'
          ? { ...matcher, sources: joined(matcher.sources, ...values) }
          : { ...matcher, classes: joined(matcher.classes, ...values) },
      next: at + 2,
    };
  }
  const severity = ALERT_SEVERITIES.find((one) => one === name);
  if (severity)
    return { matcher: { ...matcher, severities: joined(matcher.severities, severity) }, next: at + 1 };
  const detectors = detectorsOf(word);
  if (detectors)
    return { matcher: { ...matcher, detectors: joined(matcher.detectors, ...detectors) }, next: at + 1 };
  const read = withSubjectWord(matcher, word);
  return isProblem(read) ? read : { matcher: read, next: at + 1 };
}
