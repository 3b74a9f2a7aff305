import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ec2Command, shellArgument } from '../../../src/network/fix/command.ts';

/** What a shell makes of a text: its words, each ended by a zero byte. */
function wordsOf(command: string): readonly string[] {
  const printed = execFileSync('/bin/sh', ['-c', `for word in ${command}; do printf '%s\\0' "$word"; done`]);
  return printed.toString('utf8').split('\0').slice(0, -1);
}

describe('a command to paste', () => {
  it('has its arguments as they stand where a shell takes them so', () => {
    const command = ec2Command('create-route', [
      ['route-table-id', 'rtb-0aaa'],
      ['destination-cidr-block', '10.9.0.0/16'],
      ['egress'],
    ]);

    expect(command).toBe(
      'aws ec2 create-route --route-table-id rtb-0aaa --destination-cidr-block 10.9.0.0/16 --egress',
    );
  });

  it('has everything else in quotes', () => {
    expect(shellArgument('IpRanges=[{CidrIp=10.0.1.5/32}]')).toBe("'IpRanges=[{CidrIp=10.0.1.5/32}]'");
    expect(shellArgument("it's; rm -rf $HOME")).toBe("'it'\\''s; rm -rf $HOME'");
    expect(shellArgument('')).toBe("''");
  });

  it('gives the shell exactly the argument that was meant, whatever is in it', () => {
    const hostile = [
      '$(reboot)',
      '`id`',
      'a b',
      "a'b",
      'a"b',
      'a\nb',
      '*',
      '~',
      'a;b',
      'a&&b',
      '!!',
      '#',
      '\\',
    ];
    const anyText = fc
      .oneof(fc.string(), fc.constantFrom(...hostile))
      .filter((text) => !text.includes('\0') && !/[\uD800-\uDFFF]/.test(text));
    fc.assert(
      fc.property(anyText, (text) => {
        expect(wordsOf(`before ${shellArgument(text)} after`)).toEqual(['before', text, 'after']);
      }),
      { numRuns: 60 },
    );
  });
});
