/** The number of an incident, as people say it. */

const NUMBER = /^(?:inc-?|#)(\d{1,9})(?=$|[\s:,])[:,]?\s*/i;

/** `INC-7`, `inc7` or `#7` in front of the rest, and the rest. */
export function afterNumber(text: string): { readonly incident: number | null; readonly rest: string } {
  const found = NUMBER.exec(text);
  return found
    ? { incident: Number(found[1]), rest: text.slice(found[0].length) }
    : { incident: null, rest: text };
}
