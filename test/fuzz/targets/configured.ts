/** What whoever runs it writes: the configuration, the environment; and the lists of threats that they name. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect } from 'vitest';
import { readConfig } from '../../../src/config-schema.ts';
import { indexFeed } from '../../../src/feeds/index-feed.ts';
import { parseFeed } from '../../../src/feeds/parse-feed.ts';
import { parseCidr, parseIpAddress } from '../../../src/record/address.ts';
import { meanText, repeated, soup } from '../../kit/mean-text.ts';
import { mangled } from '../mutated.ts';
import { target } from '../target.ts';

const EXAMPLE = readFileSync(new URL('../../../flows.config.example.yaml', import.meta.url), 'utf8');
/** The same with everything that is commented out. */
const WHOLE = EXAMPLE.replaceAll(/^# ?(?=[ a-z-]+:)/gm, '');
const YAML = [
  ...[
    '&a',
    '*a',
    '<<: *a',
    '- ',
    '? ',
    ': ',
    '|',
    '>',
    '!!js/function x',
    '!!binary AA==',
    '!!set',
    '---',
    '...',
    '%YAML 1.2',
  ],
  ...[
    'sources:',
    'sources: [',
    '{name: x, kind: insights, region: eu-west-1}',
    'alerts:',
    'detection:',
    'detectors:',
    'access:',
  ],
  ...[
    'rules:',
    '__proto__:',
    'constructor:',
    'slack:',
    'store:',
    '"',
    "'",
    '2026-01-01',
    '0o7',
    '.nan',
    '~',
    '\t',
    '\n',
    '\n  ',
  ],
];
/** Aliases that stand for so much that writing it out would fill any memory. */
const BOMB = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...'bcdefghi'.split('').map((name, at) => {
    const before = 'abcdefgh'[at];
    return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`;
  }),
].join('\n');

const SECRET = 'hunter2-is-a-secret';
const secret = fc.option(
  fc.oneof(
    fc.constantFrom(`xoxb-${SECRET}`, SECRET, `postgres://u:${SECRET}@h:1/d`, `postgres://u:${SECRET}@ @h`),
    meanText.map((text) => `${text}${SECRET}${text}`),
  ),
  { nil: undefined },
);
const switched = fc.option(fc.oneof(fc.constantFrom('3000', 'info', ''), meanText), { nil: undefined });
const environment = fc.record(
  {
    ...{
      SLACK_BOT_TOKEN: secret,
      SLACK_APP_TOKEN: secret,
      SLACK_SIGNING_SECRET: secret,
      DATABASE_URL: secret,
    },
    ...{
      SLACK_API_URL: switched,
      FLOWS_STORE: switched,
      PORT: switched,
      METRICS_PORT: switched,
      LOG_LEVEL: switched,
    },
  },
  { requiredKeys: [] },
);

export const CONFIGURED = [
  target({
    name: 'the configuration',
    cases: 2_000,
    input: fc.oneof(
      { weight: 4, arbitrary: mangled([EXAMPLE, WHOLE, BOMB]) },
      { weight: 4, arbitrary: soup(YAML, 12, '') },
      {
        weight: 1,
        arbitrary: repeated(300, ['[', '{', '- ', '&a ', '*a ', '!!', '"', '\n- ', 'a: ']),
      },
    ),
    holds: (text) => {
      const read = readConfig({}, { path: 'flows.config.yaml', text });
      if ('issues' in read) expect(read.issues.length).toBeGreaterThan(0);
      else expect(read.config.drainSeconds).toBeGreaterThanOrEqual(0);
    },
  }),
  target({
    name: 'the environment',
    cases: 8_000,
    input: environment,
    holds: (env) => {
      const read = readConfig(env, { path: 'flows.config.yaml', text: '' });
      if ('issues' in read) expect(read.issues.join('\n')).not.toContain(SECRET);
    },
  }),
  target({
    name: 'a list of threats',
    cases: 8_000,
    input: fc.oneof(
      soup(
        [
          '203.0.113.9',
          '198.51.100.0/24',
          '2001:db8::/32',
          '10.0.0.0/8',
          '# ',
          '; ',
          ',',
          '"',
          '\n',
          '\r\n',
          '/',
        ],
        20,
        '',
      ),
      repeated(40_000),
    ),
    holds: (text) => {
      const { entries } = parseFeed(text);
      const nameOf = indexFeed(entries);
      for (const { block, name } of entries) {
        expect(parseCidr(block.text)).toEqual(block);
        expect(name).toMatch(/^[\p{L}\p{N} ,._:/-]*$/u);
        const [base = ''] = block.text.split('/');
        if (parseIpAddress(base)) expect(nameOf(base)).not.toBeNull();
      }
    },
  }),
];
