/** What detectors found in Markdown: a heading each, and all that is told of it. */
import { chainLines } from '../chain-text.ts';
import { tableLines } from '../columns.ts';
import { fenced } from '../fenced.ts';
import { pathLines } from '../path.ts';
import { forMarkdown } from '../untrusted.ts';
import type { DetectionPart } from './detection-part.ts';

function nextLines({ next }: DetectionPart): readonly string[] {
  if (!next.isCommand) return [`**Next** ${forMarkdown(next.text)}`, ''];
  return [`**Next**${next.note ? ` (${forMarkdown(next.note)})` : ''}`, '', ...fenced([next.text])];
}

function detectionLines(part: DetectionPart, number: number): readonly string[] {
  const said = (name: string, text: string) => (text === '' ? [] : [`- **${name}** ${forMarkdown(text)}`]);
  const blocker = (part.blocker ?? '').split(/ {2,}/).join(' · ');
  const steps = chainLines(part.chain, Number.POSITIVE_INFINITY).map(({ text }) => text);
  return [
    `#### ${number}. ${forMarkdown(part.summary)}`,
    '',
    forMarkdown(part.status),
    '',
    ...(part.path.length > 0 ? fenced(pathLines(part.path)) : []),
    ...(steps.length > 0 ? fenced(steps) : []),
    ...said('Blocked by', blocker),
    ...said('Measured', part.measured),
    ...said('Other side', part.others),
    ...said('Maybe fine', part.benign),
    ...said('Not seen', part.unseen.join(' ')),
    ...said('Ask', `flows ${part.ask}`),
    '',
    ...(part.evidence ? fenced(tableLines({ ...part.evidence, titles: null })) : []),
    ...nextLines(part),
  ];
}

export function detectionsMarkdown(parts: readonly DetectionPart[]): readonly string[] {
  return parts.flatMap((part, index) => detectionLines(part, index + 1));
}
