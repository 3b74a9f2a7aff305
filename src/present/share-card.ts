/** An answer as a card for another channel: what was found, how sure, what shows it, who passes it on, and where the rest is. */
import type { DiagnosisAnswer } from '../diagnosis/answer.ts';
import { message, type SlackMessage } from './block-kit.ts';
import { section, sectionLines, smallLines } from './blocks.ts';
import { blockerBlock, headlineBlock, statusText } from './diagnosis-blocks.ts';
import { cut } from './limits.ts';
import type { MessageBlock } from './message-block.ts';
import { code, escaped } from './mrkdwn.ts';
import { type Outline, outlineOf } from './outline.ts';
import type { Table } from './table.ts';
import { rowLines } from './table-blocks.ts';
import { shortTime, type TimeStyle, zoneName } from './time.ts';

/** A card is read in passing; the rest is behind its link. */
const LINES = 3;
/** Characters of a comment. */
export const LONGEST_COMMENT = 1000;

export interface Shared {
  readonly answer: DiagnosisAnswer;
  /** A Slack user id. */
  readonly sharedBy: string;
  /** As typed: untrusted. Empty where there is none. */
  readonly comment: string;
  /** Seconds since the epoch. */
  readonly askedAt: number;
  /** Seconds since the epoch. */
  readonly sharedAt: number;
  /** Slack's permalink of the question; null where Slack did not tell. */
  readonly link: string | null;
}

/** As many as are shown, in their order; a rejection tells more than what was accepted around it. */
function tellingRows({ rows }: Table): readonly (readonly string[])[] {
  const rejected = rows.filter((row) => row.includes('REJECT'));
  const told = new Set([...new Set([...rejected, ...rows])].slice(0, LINES));
  return rows.filter((row) => told.has(row));
}

/** Rows of what shows it, and how many there are beyond them. */
function proofBlocks({ table }: Outline): readonly MessageBlock[] {
  if (!table || table.rows.length === 0) return [];
  const rows = tellingRows(table);
  const lines = rowLines({ ...table, rows }, (index) => `${index + 1}.`);
  const left = table.rows.length - rows.length;
  const title = table.titles ? [] : ['*Evidence*'];
  return [sectionLines([...title, ...lines, ...(left > 0 ? [`… and ${left} more`] : [])])];
}

/** What was seen at most is said wherever the verdict is said. */
function originLines(
  { answer, sharedBy, askedAt, sharedAt, link }: Shared,
  outline: Outline,
  style: TimeStyle,
) {
  const asked = `asked ${shortTime(askedAt, style, sharedAt)} ${zoneName(askedAt, style)}`;
  const parts = [`shared by <@${sharedBy}>`, code(answer.question), asked];
  const [sight] = outline.smallPrint;
  return [
    ...(sight === undefined ? [] : [escaped(sight)]),
    [...parts, ...(link === null ? [] : [`<${link}|Open the thread>`])].join(' · '),
  ];
}

/** Its texts are escaped; times are in the zone that is named. */
export function shareCard(shared: Shared, style: TimeStyle): SlackMessage {
  const { answer, sharedBy, comment } = shared;
  const outline = outlineOf(answer.diagnosis, style);
  const { headline, status, blocker } = outline;
  const said = comment.trim();
  return message(`${escaped(headline)} (shared by <@${sharedBy}>)`, [
    headlineBlock(outline),
    ...(said === '' ? [] : [section(`:speech_balloon: ${escaped(cut(said, LONGEST_COMMENT))}`)]),
    ...(status ? [section(statusText(status))] : []),
    ...(blocker ? [blockerBlock(blocker)] : []),
    ...proofBlocks(outline),
    smallLines(originLines(shared, outline, style)),
  ]);
}
