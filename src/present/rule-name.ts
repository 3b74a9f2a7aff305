/** What a security group, network ACL or route table is called beside what it says, so that a line with both says nothing twice. */

export interface Saying {
  /** `sg-…`, `acl-…`, `rtb-…`: all that say it together. */
  readonly ids: readonly string[];
  readonly direction: 'inbound' | 'outbound';
  readonly because: string;
}

/** What it is called where no id is known, and how several are counted. */
export interface KindWords {
  readonly one: string;
  readonly many: string;
}

export interface Named {
  /** `sg-0aaa (web)`, `acl-0bbb`, `network ACL`. */
  readonly name: string;
  readonly says: string;
}

/** The id with the name that follows it in the text, if one does. */
function labelIn(text: string, id: string): string {
  const at = text.indexOf(id);
  const [name = ''] = at < 0 ? [] : (/^ \([^()]+\)/.exec(text.slice(at + id.length)) ?? []);
  return id + name;
}

/** Without the direction, which stands beside it. */
function shortened(says: string, direction: string): string {
  if (says.startsWith(`${direction} rule `)) return says.slice(direction.length + 1);
  if (says.startsWith(`${direction}, `)) return says.slice(direction.length + 2);
  return says.startsWith('it ') ? says.slice('it '.length) : says;
}

function nameOfAll(ids: readonly string[], because: string, { one, many }: KindWords): string {
  const [first, ...others] = ids;
  if (first === undefined) return one;
  if (others.length === 0) return first;
  return ids.every((id) => because.includes(id))
    ? `${ids.length} ${many}`
    : `${first} and ${others.length} more`;
}

export function named({ ids, direction, because }: Saying, words: KindWords): Named {
  const labels = ids.map((id) => labelIn(because, id));
  const speaker = labels.find((label) => because.startsWith(`${label} `));
  if (speaker !== undefined)
    return { name: speaker, says: shortened(because.slice(speaker.length + 1), direction) };
  const [only, ...others] = labels;
  if (only !== undefined && others.length === 0 && because.includes(` of ${only} `))
    return { name: only, says: because.replace(` of ${only} `, ' ') };
  return { name: nameOfAll(ids, because, words), says: shortened(because, direction) };
}
