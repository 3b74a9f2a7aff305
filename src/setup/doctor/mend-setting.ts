/** What mends a setting that is wrong or missing, by its name at the beginning of the sentence that says so: where its value is found, or how it is written. */

const SETTINGS = 'https://api.slack.com/apps → the app';

/** Of the environment, and in no file. */
const IN_ENVIRONMENT: Readonly<Record<string, string>> = {
  SLACK_BOT_TOKEN: `Copy the bot token (xoxb-…): ${SETTINGS} → OAuth & Permissions.`,
  SLACK_APP_TOKEN: `Make an app-level token (xapp-…) with the scope connections:write: ${SETTINGS} → Basic Information → App-Level Tokens.`,
  SLACK_SIGNING_SECRET: `Copy the signing secret: ${SETTINGS} → Basic Information → App Credentials.`,
  DATABASE_URL:
    'export DATABASE_URL=postgres://user:password@host:5432/database, or unset it to remember in a file of SQLite.',
  PORT: 'export PORT=3000, or unset it and set SLACK_APP_TOKEN for Socket Mode.',
};

/** The variable that a sentence about the configuration is of; null for what is in the file. */
export function variableOf(issue: string): string | null {
  const [name = '', ...rest] = issue.split(' in the environment ');
  return rest.length > 0 && /^[A-Z_]+$/.test(name) ? name : null;
}

export function mendOf(issue: string): string {
  const name = variableOf(issue);
  if (name === null) return 'Correct it; flows.config.example.yaml has every setting.';
  return IN_ENVIRONMENT[name] ?? `Correct ${name}, or unset it; docs/configuration.md says what it takes.`;
}
