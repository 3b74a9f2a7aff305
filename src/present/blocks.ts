/** Block Kit blocks that keep Slack's limits, from texts that are escaped already. */
import type {
  ActionsBlock,
  Button as ButtonElement,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  MrkdwnElement,
  SectionBlock,
} from '@slack/types';
import { BUTTON_TEXT, BUTTON_VALUE, cut, cutLines, cutMrkdwn, HEADER_TEXT, SECTION_TEXT } from './limits.ts';
import { inCode } from './mrkdwn.ts';
import { forTerminal } from './untrusted.ts';

/** Slack takes no empty text. */
function filled(text: string): string {
  return text.trim() === '' ? ' ' : text;
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: { type: 'plain_text', text: cut(filled(forTerminal(text)), HEADER_TEXT) } };
}

/** Slack makes a link of nothing that is not marked as one (Slack's reference of text objects, `verbatim`): names of hosts stay names. */
function verbatim(text: string): MrkdwnElement {
  return { type: 'mrkdwn', verbatim: true, text };
}

export function section(mrkdwn: string): SectionBlock {
  return { type: 'section', text: verbatim(cutMrkdwn(filled(mrkdwn), SECTION_TEXT)) };
}

export function divider(): DividerBlock {
  return { type: 'divider' };
}

export interface Button {
  readonly id: string;
  readonly text: string;
  readonly value: string;
}

export function button({ id, text, value }: Button): ButtonElement {
  return {
    type: 'button',
    action_id: id,
    text: { type: 'plain_text', text: cut(text, BUTTON_TEXT) },
    value: cut(value, BUTTON_VALUE),
  };
}

export function actions(buttons: readonly Button[]): ActionsBlock {
  return { type: 'actions', elements: buttons.map(button) };
}

const FENCE = '```';

/** Lines in a fixed-width font, at most so many characters with their fences. They are not escaped yet. */
export function preformattedText(lines: readonly string[], limit: number): string {
  const text = cutLines(lines.map(inCode), limit - 2 * (FENCE.length + 1));
  return `${FENCE}\n${text}\n${FENCE}`;
}

/** The same as a block. */
export function preformatted(lines: readonly string[]): SectionBlock {
  return section(preformattedText(lines, SECTION_TEXT));
}

/** Lines of mrkdwn in one section, as many as fit. */
export function sectionLines(lines: readonly string[]): SectionBlock {
  return section(cutLines(lines, SECTION_TEXT));
}

/** Lines of mrkdwn in small print. One element: several would stand side by side. */
export function smallLines(lines: readonly string[]): ContextBlock {
  return { type: 'context', elements: [verbatim(filled(cutLines(lines, SECTION_TEXT)))] };
}
