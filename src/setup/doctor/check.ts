/** One thing that was looked at: how it stands, and what mends it. */

export type Standing = 'ok' | 'warning' | 'problem';

export interface Check {
  /** `configuration`, `Slack`, `store`, `clock`, `source production`. */
  readonly about: string;
  readonly standing: Standing;
  /** A sentence that tells what was found. */
  readonly says: string;
  /** The one thing to do, as a command where there is one; null where nothing is to be done. */
  readonly todo: string | null;
}

export function fine(about: string, says: string): Check {
  return { about, standing: 'ok', says, todo: null };
}

/** It works, and less well than it could. */
export function warning(about: string, says: string, todo: string): Check {
  return { about, standing: 'warning', says, todo };
}

/** It does not work. */
export function problem(about: string, says: string, todo: string): Check {
  return { about, standing: 'problem', says, todo };
}
