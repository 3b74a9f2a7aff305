/** What a message of Slack says, without Slack's markup: links with target and label, dates as instants, entities as what they stand for. */

/** Mentions, links and dates; bounded, so that no text takes long. */
const MARKUP = /<([^<>|]{1,3000})(?:\|([^<>]{0,3000}))?>/g;
/** `<!date^1764079200^{date}|…>`: seconds since the epoch. */
const DATE = /^!date\^(\d{1,11})\^/;

function said(target: string, label: string): string {
  const [, seconds] = DATE.exec(target) ?? [];
  if (seconds !== undefined) return ` ${new Date(Number(seconds) * 1000).toISOString()} `;
  return /^[@#!]/.test(target) ? ' ' : ` ${target} ${label} `;
}

export function withoutMarkup(text: string): string {
  return text
    .replace(MARKUP, (_, target: string, label: string | undefined) => said(target, label ?? ''))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
