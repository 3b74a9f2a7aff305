/** What the bot is told of its workspace: a part of the configuration, which is read elsewhere. */

/** What people type where the app's manifest and the configuration name no other command. */
export const USUAL_COMMAND = '/flows';

export interface SlackSettings {
  readonly botToken: string;
  /** For Socket Mode. */
  readonly appToken: string | null;
  /** With `port`: Slack calls the bot over HTTP. */
  readonly signingSecret: string | null;
  readonly port: number | null;
  /** Another address of Slack's Web API, for tests and local stand-ins. */
  readonly apiUrl: string | null;
  /** What people type: `/flows`. The app's manifest has to name the same. */
  readonly command: string;
  /** Blocks that every client draws (`classic`), Slack's newer tables and charts (`newer`), or those as long as Slack takes them (`auto`). */
  readonly form: 'auto' | 'classic' | 'newer';
}
