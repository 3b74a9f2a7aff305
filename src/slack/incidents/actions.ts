/** Takes on what is to be done with an incident, however it came: typed, pressed, or as a reaction. */
import type { IncidentAction } from '../../commands/action.ts';
import type { ActionTools } from '../desk.ts';
import type { ActionPlace } from '../perform.ts';
import { whileHeard } from '../whispers.ts';
import type { IncidentInput } from './input.ts';

/** Resolves as soon as it is written down. */
export async function performIncident(
  desk: ActionTools,
  action: IncidentAction,
  { id, askedBy, place, text, whisper }: Omit<ActionPlace, 'timeZone' | 'whisper'> & Partial<ActionPlace>,
): Promise<void> {
  const kind = action.do === 'report' ? 'report' : 'incident';
  const input: IncidentInput = { action, askedBy, place, text, at: desk.now() };
  const begin = () => desk.work.take(kind, id, input);
  await (whisper ? whileHeard(desk, id, whisper, begin) : begin());
}
