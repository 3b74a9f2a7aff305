/** Data as JSON that may be shown: what others wrote into it reaches no terminal as anything but text. */

/** What JSON leaves as it is although it moves the cursor, reorders what is read, or is not seen. */
const UNSEEN = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

function unitText(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** The same JSON, with escapes for what would not be seen in it. */
export function seenJson(json: string): string {
  return json.replace(UNSEEN, (character) => character.split('').map(unitText).join(''));
}

/** Over several lines, for people and programs alike. */
export function renderJson(data: unknown): string {
  return seenJson(JSON.stringify(data, null, 2));
}
