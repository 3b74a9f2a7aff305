/** A window of time as one types it: in the asker's time zone, and without the day where it is today. */
import type { Window } from '../../query/window.ts';
import { isProblem } from '../grammar/problem.ts';
import type { Clock } from '../grammar/time-point.ts';
import { wallSeconds, wallTime } from '../grammar/time-zone.ts';
import { readWindow, spread } from '../grammar/window.ts';
import { wordsOf } from '../grammar/words.ts';

/** Day and clock time of an instant on the asker's wall. */
function onTheWall(instant: number, { timeZone }: Clock): { readonly day: string; readonly time: string } {
  const [day = '', time = ''] = new Date(wallSeconds(wallTime(instant, timeZone)) * 1000)
    .toISOString()
    .slice(0, 19)
    .split('T');
  return { day, time: time.endsWith(':00') ? time.slice(0, 5) : time };
}

function readsAs(text: string, { start, end }: Window, clock: Clock): boolean {
  const words = spread(wordsOf(text));
  const read = readWindow(words, 0, clock);
  return (
    !isProblem(read) && read.next === words.length && read.window.start === start && read.window.end === end
  );
}

/** `14:00 to 15:00`, with days where they are needed; in UTC where clocks of the zone show one of the times twice. */
export function windowText(window: Window, clock: Clock): string {
  const start = onTheWall(window.start, clock);
  const end = onTheWall(window.end, clock);
  const now = onTheWall(clock.now, clock);
  const texts = [
    ...(start.day === now.day && end.day === now.day ? [`${start.time} to ${end.time}`] : []),
    ...(start.day === end.day ? [`${start.day} ${start.time} to ${end.time}`] : []),
    `${start.day} ${start.time} to ${end.day} ${end.time}`,
  ];
  return texts.find((text) => readsAs(text, window, clock)) ?? utcWindowText(window);
}

/** The same for whoever reads it, in whatever time zone: `2026-11-25T14:00:00Z to 2026-11-25T15:00:00Z`. */
export function utcWindowText({ start, end }: Window): string {
  const [from, to] = [start, end].map((at) => new Date(at * 1000).toISOString().replace('.000Z', 'Z'));
  return `${from} to ${to}`;
}
