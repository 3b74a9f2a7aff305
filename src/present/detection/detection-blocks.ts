/** What detectors found as blocks: the first ones with all that is told of them, the others in a few lines each, as a message holds fifty blocks. */
import { sectionLines, smallLines } from '../blocks.ts';
import { chainMrkdwn } from '../chain-blocks.ts';
import { linked } from '../console-links.ts';
import { SECTION_TEXT } from '../limits.ts';
import type { MessageBlock } from '../message-block.ts';
import { code, escaped, prose, withUnits } from '../mrkdwn.ts';
import { rowLines } from '../table-blocks.ts';
import { DETECTION_DOTS } from './detection-dots.ts';
import type { DetectionPart } from './detection-part.ts';

/** Four blocks each. */
const IN_FULL = 7;

function nextLine({ next }: DetectionPart): string {
  const note = next.note === null ? '' : `  (${escaped(next.note)})`;
  // In Slack its own command begins with a slash.
  return next.isCommand
    ? `*Next check*${note}  ${code(next.text.replace(/^flows /, '/flows '))}`
    : `*Next check*  ${prose(next.text)}`;
}

function statusLine({ status }: DetectionPart): string {
  const [severity = '', ...rest] = status.split(' · ');
  return [`*${escaped(severity)}*`, ...rest.map(escaped)].join(' · ');
}

function titleLines(part: DetectionPart, number: number, isTold: boolean): readonly string[] {
  const mark = `${DETECTION_DOTS[part.severity]} *${number}.*`;
  return isTold ? [`${mark} ${statusLine(part)}`] : [`${mark} *${escaped(part.summary)}*`, statusLine(part)];
}

function inFull(part: DetectionPart, number: number, isTold: boolean): readonly MessageBlock[] {
  const { blocker, measured, others, evidence, chain, benign, unseen, ask } = part;
  return [
    sectionLines([
      ...titleLines(part, number, isTold),
      ...(blocker ? [`*Blocked by*  ${blocker.split(/ {2,}/).map(linked).join(' · ')}`] : []),
      `*Measured*  ${withUnits(escaped(measured))}`,
      ...(others === '' ? [] : [`*Other side*  ${escaped(others)}`]),
    ]),
    ...(chain.length > 0 ? [smallLines(chainMrkdwn(chain, blocker ?? ''))] : []),
    ...(evidence
      ? [
          sectionLines([
            `*Evidence*${evidence.caption ? `  ${escaped(evidence.caption)}` : ''}`,
            ...rowLines(evidence, () => '•'),
          ]),
        ]
      : []),
    sectionLines([
      `*Maybe fine*  ${escaped(benign)}`,
      ...(unseen.length > 0 ? [`*Not seen*  ${escaped(unseen.join(' '))}`] : []),
      nextLine(part),
      `*Ask*  ${code(`/flows ${ask}`)}`,
    ]),
  ];
}

function inShort(part: DetectionPart, number: number): string {
  return [...titleLines(part, number, false), `${nextLine(part)} · ${code(`/flows ${part.ask}`)}`].join('\n');
}

/** Into as many sections as hold them, none of them cut. */
function packed(texts: readonly string[]): readonly MessageBlock[] {
  const sections: string[][] = [];
  for (const text of texts) {
    const last = sections.at(-1);
    if (last && [...last, text].join('\n').length <= SECTION_TEXT) last.push(text);
    else sections.push([text]);
  }
  return sections.map(sectionLines);
}

/** The summary of the first stands in the headline above them. */
export function detectionBlocks(parts: readonly DetectionPart[]): readonly MessageBlock[] {
  const rest = parts.slice(IN_FULL).map((part, index) => inShort(part, IN_FULL + index + 1));
  return [
    ...parts.slice(0, IN_FULL).flatMap((part, index) => inFull(part, index + 1, index === 0)),
    ...packed(rest),
  ];
}
