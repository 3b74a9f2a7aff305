import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linked } from '../../src/present/console-links.ts';
import { escaped } from '../../src/present/mrkdwn.ts';

const CONSOLE = 'https://console.aws.amazon.com/vpcconsole/home';

describe('a link to AWS’s console', () => {
  it.each([
    ['acl-0c5f0f9cec20d52d5', 'NetworkAclDetails:networkAclId'],
    ['rtb-0ce5ade93c4e8b5ad', 'RouteTableDetails:RouteTableId'],
    ['sg-0731e3e1eab590311', 'SecurityGroup:groupId'],
    ['sg-0a1b2c3d', 'SecurityGroup:groupId'],
  ])('leads from %s to its page', (id, page) => {
    expect(linked(`${id} (web)  allows`)).toBe(`<${CONSOLE}#${page}=${id}|${id}> (web)  allows`);
  });

  it.each([
    'sg-0A1B2C3D',
    'sg-0a1b2c3',
    'sg-0a1b2c3d4e5f6a7b8c',
    'my-sg-0a1b2c3d',
    'sg-0a1b2c3d-old',
    'eni-0a1b2c3d4e5f6a7b8',
    'sg-<!channel>',
  ])('is not made of %s', (text) => {
    expect(linked(text)).toBe(escaped(text));
  });

  it('leaves nothing unescaped beside it, whatever stands there', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
        const link = `<${CONSOLE}#SecurityGroup:groupId=sg-0a1b2c3d|sg-0a1b2c3d>`;

        expect(linked(`${before} sg-0a1b2c3d ${after}`).replace(link, '')).not.toMatch(/[<>]/);
      }),
    );
  });
});
