/** How each thing that can be done with an incident is told and read, and what the reading of several shares. */
import type { IncidentDoing } from '../action.ts';
import { type Problem, shown } from '../grammar/problem.ts';

export interface DoingGuide {
  /** `note <text>` */
  readonly form: string;
  /** A whole text that works. */
  readonly example: string;
  /** `INC-7` may stand in front. */
  readonly takesNumber: boolean;
  read(said: string): IncidentDoing | Problem;
}

/** Quotation marks around the whole say only where it begins and ends. */
export function unquoted(text: string): string {
  const [, inside] = /^["“”„«'‘](.+)["”“»'’]$/s.exec(text.trim()) ?? [];
  return (inside ?? text).replace(/\s+/g, ' ').trim();
}

/** @param wanted `a severity` */
export function wrong(said: string, wanted: string, allowed: string, fix: string): Problem {
  const problem =
    said === ''
      ? `${wanted.charAt(0).toUpperCase()}${wanted.slice(1)} is missing.`
      : `${shown(said)} is not ${wanted}.`;
  return { problem, allowed, fixes: [fix] };
}
