/** The text as the person typed it, from what Slack makes of it, and without the command's own name. */

/** `<http://10.0.1.5|10.0.1.5>`, `<@U123|web>`, `<#C1|ops>`: Slack's links, with the label or the target. */
const LINK = /<([^<>|]*)(?:\|([^<>]*))?>/g;

/** Mentions of the bot, `/flows` and `flows`, in front of the question. */
const INVOCATION = /^(?:[\s*`]*(?:@flows|flows|\/[a-z][\w-]*)(?=[\s:,]|$)[:,]?)+/i;

export function plainText(text: string): string {
  return text
    .replace(LINK, (_, target: string, label: string | undefined) => label ?? linkText(target))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(INVOCATION, '')
    .trim();
}

function linkText(target: string): string {
  if (/^[@#!]/.test(target)) return ' ';
  return target.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
