import { describe, expect, it } from 'vitest';
import { paragraphs } from '../../src/demo/slack-text.ts';
import type { SlackBlock } from '../../src/demo/slack-user.ts';

const STYLE = { width: 40, names: { U0YOU: 'you' } };

function lines(...blocks: readonly SlackBlock[]): readonly (readonly string[])[] {
  return paragraphs({ ts: '1', channel: 'C0', user: 'U0FLOWS', text: 'a notification', blocks }, STYLE);
}

function section(text: string): SlackBlock {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}

describe('a message of the local Slack in a terminal', () => {
  it('has signs, names and characters in the place of marks, ids and entities', () => {
    expect(lines(section(':red_circle: *1 &lt; 2*, `top`, asked by <@U0YOU> and <@U0WHO>'))).toEqual([
      ['● 1 < 2, top, asked by @you and @U0WHO'],
    ]);
  });

  it('has the words of a link, and not where it leads', () => {
    expect(lines(section('by <https://console.aws.amazon.com/x#y|acl-0aa>, rule 100'))).toEqual([
      ['by acl-0aa, rule 100'],
    ]);
  });

  it('breaks sentences at its width, and neither commands nor what is preformatted', () => {
    const command = `aws ec2 describe-network-acls ${'x'.repeat(20)}`;

    expect(lines(section(`*Next check*\n\`${command}\``), section(`\`\`\`\n${command}\n\`\`\``))).toEqual([
      ['Next check', command],
      [command],
    ]);
    expect(lines(section('a '.repeat(30).trim()))[0]).toHaveLength(2);
  });

  it('shows small print, and leaves out buttons', () => {
    const small = { type: 'context', elements: [{ type: 'mrkdwn', text: 'Asked for an hour' }] };

    expect(lines(small, { type: 'actions', elements: [] }, { type: 'divider' })).toEqual([
      ['Asked for an hour'],
    ]);
  });

  it('is its text where it has no blocks', () => {
    expect(lines()).toEqual([['a notification']]);
  });
});
