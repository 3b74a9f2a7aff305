/** What a person quotes to whoever runs the bot, who finds by it all that the log says of the same thing. */

/** Slack's ids have up to 60 characters, of which the last are chance. */
const QUOTED = 12;

/** The end of an id: every line about it has it in its `correlationId`. */
function referenceOf(id: string): string {
  return id.slice(-QUOTED);
}

export function quoteHint(id: string): string {
  return `To have it looked into, quote ${referenceOf(id)} to whoever runs this bot.`;
}
