/**
 * Slack's limits, and the only functions that cut text. Slack refuses a whole message for one text that is too long, so nothing is sent that
 * was not measured here. Characters are counted as Unicode code points.
 *
 * Source: Slack's Block Kit reference (blocks, composition objects) and `chat.postMessage`. The total of a message's blocks is not documented;
 * messages above about 13,200 characters have been refused with `msg_blocks_too_long` (slackapi/bolt-js#2509), so less is sent.
 */

export const BLOCKS_PER_MESSAGE = 50;
export const HEADER_TEXT = 150;
export const SECTION_TEXT = 3000;
export const BUTTON_TEXT = 75;
export const BUTTON_VALUE = 2000;
/** Of `data_table`, beside its row of headings. Newer copies of the reference say 200; older ones are kept to, since not every workspace is new. */
export const DATA_TABLE_ROWS = 100;
export const DATA_TABLE_COLUMNS = 20;
/** Of all cells. Slack takes 10,000 (newer copies say 20,000); the other blocks of the message need room too. */
export const DATA_TABLE_CHARACTERS = 6000;
/** Not documented; it is a line above a table. */
export const DATA_TABLE_CAPTION = 150;
/** Of `data_visualization`: title, names of series and categories, titles of axes, characters. */
export const CHART_TITLE = 50;
export const CHART_LABEL = 20;
export const CHART_AXIS_LABEL = 50;
/** Newer copies of the reference say 12. */
export const CHART_SERIES = 6;
/** Points of one series. */
export const CHART_CATEGORIES = 20;
/** Top-level `text`: Slack recommends at most this much, and cuts at 40,000. */
export const MESSAGE_TEXT = 4000;
/** All blocks of a message together; a rendered message keeps below it. */
export const MESSAGE_CHARACTERS = 12_000;

export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** At most `limit` characters, the last of them `…` where something was left out. An entity (`&amp;`) is kept whole or left out. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit || lengthOf(text) <= limit) return text;
  // A character is at most two code units, so the rest of a long text need not be taken apart.
  const kept = [...text.slice(0, 2 * limit)].slice(0, limit - 1).join('');
  return `${kept.replace(/&[a-z]{0,4}$/, '')}…`;
}

/** As `cut`, for mrkdwn: a link is kept whole or left out too. */
export function cutMrkdwn(mrkdwn: string, limit: number): string {
  return cut(mrkdwn, limit).replace(/<[^<>]*…$/, '…');
}

/** As many of the lines as fit into `limit` characters with their line ends; how many were left out is said in a last line. */
export function cutLines(lines: readonly string[], limit: number): string {
  const whole = lines.join('\n');
  if (lengthOf(whole) <= limit) return whole;
  const kept: string[] = [];
  // Room for `… and 1,000,000 more lines`.
  let room = limit - 30;
  for (const line of lines) {
    room -= lengthOf(line) + 1;
    if (room < 0) break;
    kept.push(line);
  }
  if (kept.length === 0) return cutMrkdwn(whole, limit);
  const left = lines.length - kept.length;
  return [...kept, `… and ${left} more ${left === 1 ? 'line' : 'lines'}`].join('\n');
}
