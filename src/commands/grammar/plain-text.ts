/** The text as the person typed it, from what Slack makes of it, and without the command's own name. */

/** `<http://10.0.1.5|10.0.1.5>`, `<@U123|web>`, `<#C1|ops>`: Slack's links, with the label or the target. */
const LINK = /<([^<>|]*)(?:\|([^<>]*))?>/g;

/** A mention of the bot, `/flows` or `flows` in front of the question. */
const INVOCATION = /^[\s*`]*(?:@flows|flows|\/[a-z][\w-]*)(?:[:,]|(?=\s)|$)/i;

/** Whom a text mentions in front of everything else: the bot. */
const ADDRESSED = /^\s*(?:<@[^<>]*>[\s:,]*)+/;

export function plainText(text: string): string {
  return unwrapped(text, (target, label) => label ?? linkText(target));
}

/** The same with the people who are mentioned after the bot as `<@U123>`, for texts that are about them. */
export function plainTextWithPeople(text: string): string {
  return unwrapped(text.replace(ADDRESSED, ''), (target, label) =>
    /^@[UW][A-Z0-9]+$/.test(target) ? `<${target}>` : (label ?? linkText(target)),
  );
}

function unwrapped(text: string, link: (target: string, label: string | undefined) => string): string {
  const plain = text
    .replace(LINK, (_, target: string, label: string | undefined) => link(target, label))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  return typedText(plain);
}

/** What stands as it was typed, with no links of Slack's in it: an example of ours that somebody copies. */
export function typedText(text: string): string {
  return withoutInvocations(text).trim();
}

/** Somebody may write it more than once, as in `@flows /flows top`. */
function withoutInvocations(text: string): string {
  let rest = text;
  for (;;) {
    const [invocation] = INVOCATION.exec(rest) ?? [];
    if (invocation === undefined) return rest;
    rest = rest.slice(invocation.length);
  }
}

function linkText(target: string): string {
  if (/^[@#!]/.test(target)) return ' ';
  return target.replace(/^https?:\/\//, '').replace(/\/$/, '');
}

/** The other way round: a text as Slack delivers it to who typed it. */
export function deliveredText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
