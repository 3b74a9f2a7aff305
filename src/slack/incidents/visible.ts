/** The open incidents of which somebody may know: those of channels that they can read, and where they may ask something. */
import type { Incident } from '../../store/incidents.ts';
import type { Desk } from '../desk.ts';

type Parts = Pick<Desk, 'places' | 'gate' | 'incidents'>;

/** Each may take a call of Slack's, so only the newest are looked at. */
const MOST = 20;

/** What Slack does not tell is not public. */
async function isPublic({ places }: Parts, channel: string): Promise<boolean> {
  const told = await places.anew(channel);
  return told.ok && told.value.isPublic;
}

/** @param readable ids of channels that the person is known to be in */
export async function visibleIncidents(
  parts: Parts,
  user: string,
  readable: ReadonlySet<string>,
): Promise<readonly Incident[]> {
  const open = await parts.incidents.list({ isClosedToo: false, most: MOST });
  const isVisible = async (channel: string) => {
    if (!readable.has(channel) && !(await isPublic(parts, channel))) return false;
    return (await parts.gate.admit({ user, channel })).kind === 'allowed';
  };
  const channels = [...new Set(open.map(({ channel }) => channel))];
  const visible = new Set<string>();
  for (const channel of channels) if (await isVisible(channel)) visible.add(channel);
  return open.filter(({ channel }) => visible.has(channel));
}
