/**
 * A family of faults: each is a test, and a row of the table in README.md. What people see and what is lost has to stand there as it was found;
 * how long it took is written down by `npm run bench:faults`, and differs from machine to machine.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';

export interface Found {
  /** What people read, in order. */
  readonly sees: readonly string[];
  /** `nothing`, or what of it is. */
  readonly lost: string;
  /** From the fault, or from the question where it was there before, to the answer; or until it answers again. */
  readonly seconds: number;
}

type Fault = (name: string, run: () => Promise<Found>, isHere?: boolean) => void;

const README = new URL('../README.md', import.meta.url);
const HEAD = ['| fault | what who asks reads | lost | normal again after |', '| --- | --- | --- | --- |'];
const isWriting = process.env['FLOWS_FAULTS'] === 'write';
/** Milliseconds; some wait for connections to time out. */
const LONG = 90_000;

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
}

function rowOf(name: string, { sees, lost }: Found): string {
  return `| ${[name, sees.join(' → '), lost].map(cell).join(' | ')} |`;
}

function durationOf(seconds: number): string {
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}

function section(family: string): RegExp {
  const [begin, end] = [`<!-- ${family} -->`, `<!-- /${family} -->`];
  return new RegExp(`${begin}\\n[\\s\\S]*?${end}`);
}

/** The rows of a family without the last cell, which differs from run to run. */
function standing(family: string): readonly string[] {
  const text = section(family).exec(readFileSync(README, 'utf8'))?.[0] ?? '';
  // The formatter aligns the columns.
  const lines = text.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' '));
  const rows = lines.filter((line) => line.startsWith('| '));
  return rows.slice(HEAD.length).map((line) => line.replace(/\| [^|]* \|$/, '|'));
}

function write(family: string, rows: readonly string[]): void {
  const text = readFileSync(README, 'utf8');
  const table = [`<!-- ${family} -->`, '', ...HEAD, ...rows, '', `<!-- /${family} -->`].join('\n');
  // As a function: what people read has `$` in it.
  const after = section(family).test(text)
    ? text.replace(section(family), () => table)
    : `${text}\n## ${family}\n\n${table}\n`;
  writeFileSync(README, after);
}

/** @param family names the section of README.md */
export function faults(family: string, declare: (fault: Fault) => void): void {
  describe(family, () => {
    const names: string[] = [];
    const measured: string[] = [];
    declare((name, run, isHere = true) => {
      names.push(name);
      it.skipIf(!isHere)(
        name,
        async () => {
          const found = await run();
          const row = rowOf(name, found);
          measured.push(`${row} ${durationOf(found.seconds)} |`);
          const stands = standing(family).filter((other) => other.startsWith(`| ${cell(name)} |`));
          if (!isWriting) expect(stands, 'npm run bench:faults writes it').toEqual([row]);
        },
        LONG,
      );
    });
    if (isWriting) afterAll(() => write(family, measured));
    else
      it('has a row in the table for each of these, and no other', () => {
        expect(standing(family).map((row) => row.split(' | ')[0])).toEqual(
          names.map((name) => `| ${cell(name)}`),
        );
      });
  });
}
