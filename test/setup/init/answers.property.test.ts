import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/config-schema.ts';
import { type Answers, KINDS, usualAnswers } from '../../../src/setup/init/answers.ts';
import { configurationText } from '../../../src/setup/init/configuration-text.ts';
import { taken } from '../../../src/setup/init/interview.ts';
import { QUESTIONS } from '../../../src/setup/init/questions.ts';
import { isWrong } from '../../../src/setup/init/typed.ts';

/** What people type, and what they do not. */
const typed = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      'none',
      'no',
      'true',
      '1e3',
      '~',
      '# x',
      ': ',
      '- a',
      '"',
      "'",
      '{}',
      '[a]',
      '&a',
      '*a',
      '!!x',
      '%',
    ],
    ...['eu-west-1', '/vpc/flow', '/vpc/flow, /b/c', 'flows.vpc_flow_logs', 's3://results/flows/', 'C012ABC'],
    ...['arn:aws:iam::111122223333:role/flows-reader', 'https://flows.example.com', 'socket', './records/**'],
    ...['0o17', '0x1f', '.inf', '2026-11-23', '012345678901', 'yes', 'payments', 'null', '<<', '=', '\u2028'],
  ),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
);

/** Answers of somebody who types these, one question after the other; what is refused leaves what was. */
const accepted: fc.Arbitrary<Answers> = fc
  .tuple(
    fc.constantFrom(...KINDS),
    fc.array(typed, { minLength: QUESTIONS.length, maxLength: QUESTIONS.length }),
  )
  .map(([kind, lines]) =>
    QUESTIONS.reduce(
      (answers: Answers, question, index) => {
        if (index === 0 || !question.isAsked(answers)) return answers;
        const next = taken(question, lines[index] ?? '', answers);
        return isWrong(next) ? answers : next;
      },
      { ...usualAnswers(null), kind },
    ),
  );

function given(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== null && value !== undefined),
  );
}

/** The settings of the source as they are meant. */
function meant({ kind, name, ...answers }: Answers): Readonly<Record<string, unknown>> {
  if (kind === 'files') return { kind, name, paths: answers.paths };
  const { region, role, externalId } = answers;
  const aws = {
    region,
    account: role?.split(':')[4],
    role: role === null ? null : given({ arn: role, externalId }),
  };
  if (kind === 'insights')
    return given({ kind, name, ...aws, logGroups: answers.logGroups.length > 0 ? answers.logGroups : null });
  const { workgroup, database, table, output } = answers;
  return given({ kind, name, ...aws, workgroup, catalog: 'AwsDataCatalog', database, table, output });
}

describe('answers that were accepted', () => {
  it('make a configuration that loads and means the same', () => {
    fc.assert(
      fc.property(accepted, (answers) => {
        const read = readConfig({}, { path: 'flows.config.yaml', text: configurationText(answers) });

        expect(read).toMatchObject({ config: { alerts: { channel: answers.channel } } });
        expect('config' in read && read.config.sources).toEqual([meant(answers)]);
      }),
      { numRuns: 300 },
    );
  });
});
