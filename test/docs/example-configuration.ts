/** The example of the configuration, in parts: what stands there of one setting, ready to be copied. */
import { readFileSync } from 'node:fs';

export const EXAMPLE = readFileSync(new URL('../../flows.config.example.yaml', import.meta.url), 'utf8');

/** From its name up to the next empty line; what is commented out as a whole is not, here. Comments stand as Markdown's formatter puts them. */
export function exampleOf(name: string): string {
  const [text = ''] = new RegExp(`^(?:# )?${name}:.*(?:\\n.+)*`, 'm').exec(EXAMPLE) ?? [];
  const own = text.startsWith('#') ? text.replaceAll(/^# ?/gm, '') : text;
  return own.replaceAll(/^( *[^ #].*?) {2,}#/gm, '$1 #');
}
