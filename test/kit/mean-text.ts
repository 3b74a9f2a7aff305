/** Text as somebody writes it who wants harm: what means something to Slack, spreadsheets, terminals, browsers and parsers, in any order. */
import fc from 'fast-check';

/** What would mean something where it is shown. */
export const MEAN_PIECES: readonly string[] = [
  ...[
    '<!channel>',
    '<!here>',
    '<!everyone>',
    '<@U0123ABC>',
    '<#C0123ABC|ops>',
    '<!subteam^S1>',
    '@channel',
    '@here',
  ],
  ...['<http://evil.example|sign in>', '<https://evil.example>', 'http://evil.example/x', 'www.evil.example'],
  ...['<mailto:a@evil.example|x>', 'a@evil.example', 'javascript:alert(1)', 'data:text/html,x', ':boom:'],
  ...[':x:', ':white_check_mark:', ':+1:', ':wave::skin-tone-2:', '::bee:', ':了解:', 'arn:aws:', ':aws:'],
  ...[
    '*',
    '_',
    '~',
    '`',
    '```',
    '>',
    '&gt;',
    '&lt;!channel&gt;',
    '&amp;',
    '&',
    'a&commat;evil.example',
    'https&colon;//evil.example',
    'www&period;evil.example',
    '&#64;',
    '&#x202E;',
    '&rlm;',
    '<',
    '|',
    '\\',
    '\n',
    '\r',
    '\r\n',
  ],
  ...[
    '=1+1',
    '=HYPERLINK("http://evil.example")',
    '+1',
    '-1+1',
    '@SUM(1)',
    '\t=1',
    ';=1',
    ';"=1',
    ';          =1',
    '＝1',
    '"',
    "'",
    ',',
    ';',
  ],
  ...[
    '\u001b]8;;http://evil.example\u0007x\u001b]8;;\u0007',
    '\u001b[31m',
    '\u001b[2J',
    '\u009b31m',
    '\u0007',
    '\b',
    '\0',
  ],
  ...[
    '\u202e',
    '\u2066',
    '\u2069',
    '\u200b',
    '\u2060',
    '\ufeff',
    '\u00ad',
    '\u2028',
    '\u2029',
    '\u0085',
    '\u00a0',
  ],
  ...['\ud800', '\udc00', '\udbff\ud800', '\ufffe', '👩‍👩‍👧', '🧨', 'é', 'e\u0301', '日本', 'İ', 'ß', 'ﬀ'],
  ...[
    '<script>alert(1)</script>',
    '<img src=x onerror=x>',
    '[x](http://evil.example)',
    '![x](http://evil.example)',
  ],
  ...[
    '# title',
    '- item',
    '| a | b |',
    '<!--',
    '-->',
    ']]>',
    '<br>',
    '---',
    '{{7*7}}',
    '$(reboot)',
    '`id`',
    '; --',
  ],
];

/** Names that objects have, and words that parsers know. */
const KNOWN =
  '__proto__ constructor toString hasOwnProperty prototype null undefined NaN Infinity true false 0 -0 -1 1e309 0x10 9007199254740993 99999999999999999999 10.0.1.5 10.0.0.0/8 2001:db8::1 ::ffff:10.0.0.1 256.1.1.1 01.2.3.4 eni-0a1b2c3d4e5f60718 i-0a1b2c3d sg-0a1b2c3d acl-1 vpc- tcp 443 8000-8100 ACCEPT REJECT OK NODATA SKIPDATA 1795443000 2026-11-25T14:00:00Z +275760-09-13T00:00:00Z -271821-04-20T00:00:00Z arn:aws:iam::111122223333:role/x'.split(
    ' ',
  );

/** Any code units at all, so lone surrogates too. */
const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units));

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...MEAN_PIECES) },
  { weight: 3, arbitrary: fc.constantFrom(...KNOWN) },
  { weight: 2, arbitrary: fc.constantFrom(' ', '.', ':', '/', '-', '_', 'a', 'web-1', '1') },
  anyUnits,
);

/** One piece again and again, as a text that is meant to cost time. @param most characters */
export function repeated(
  most: number,
  pieces: readonly string[] = [...MEAN_PIECES, ...KNOWN],
): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...pieces), fc.integer({ min: 1, max: most }), piece)
    .map(([one, length, end]) => one.repeat(Math.ceil(length / one.length)).slice(0, length) + end);
}

export const meanText: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')) },
  { weight: 1, arbitrary: repeated(300) },
);

/** Words that mean something to a parser, between mean ones. */
export function soup(words: readonly string[], most: number, between = ' '): fc.Arbitrary<string> {
  return fc
    .array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...words) }, meanText), { maxLength: most })
    .map((parts) => parts.join(between));
}
