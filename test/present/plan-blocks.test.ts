import { describe, expect, it } from 'vitest';
import type { PreparedText } from '../../src/present/outline.ts';
import { planBlocks } from '../../src/present/plan-blocks.ts';
import { messageProblems } from '../kit/block-kit-validator.ts';

function prepared(title: string, lines: readonly string[]): PreparedText {
  return { title, language: 'shell', lines };
}

const LINES = (many: number) =>
  Array.from({ length: many }, (_, index) => `echo "${index} ${'x'.repeat(80)}"`);

const textsOf = (blocks: ReturnType<typeof planBlocks>) =>
  blocks.map((block) => (block.type === 'section' ? (block.text?.text ?? '') : block.type));

describe('what was prepared, in Slack', () => {
  it('stands in fixed-width text under its title', () => {
    const texts = textsOf(
      planBlocks([prepared('On the host', ['tcpdump -ni eth0', '  -w out'])], 'capture x'),
    );

    expect(texts).toEqual(['*On the host*', '```\ntcpdump -ni eth0\n  -w out\n```']);
  });

  it('goes on in a second block where one is too small, and loses no line', () => {
    const lines = LINES(50);

    const [, ...texts] = textsOf(planBlocks([prepared('Mirror', lines)], 'capture x'));

    expect(texts.length).toBe(2);
    expect(texts.flatMap((text) => text.split('\n').slice(1, -1))).toEqual(lines);
  });

  it('goes on at an empty line, where there is one', () => {
    const [, first, second] = textsOf(
      planBlocks([prepared('Mirror', [...LINES(20), '', ...LINES(20)])], 'capture x'),
    );

    expect([first, second].map((text) => text?.split('\n').length)).toEqual([23, 22]);
  });

  it('is never shown in part: what does not fit is named, with the command that prints it', () => {
    const plan = [prepared('Too long', LINES(100)), prepared('Short', ['tcpdump'])];

    const blocks = planBlocks(plan, 'capture 10.0.1.5; rm -rf /');

    expect(textsOf(blocks)).toEqual([
      '*Short*',
      '```\ntcpdump\n```',
      'Too long for Slack: *Too long*. In a terminal, `flows capture … --markdown` prints all of it.',
    ]);
    expect(messageProblems({ text: 'x', blocks: [...blocks] })).toEqual([]);
  });
});
