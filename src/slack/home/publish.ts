/** Draws a person's Home tab anew, as far as they may see anything. */
import { homeView, refusedHome } from '../../present/home-view.ts';
import { failureText } from '../delivery/failure.ts';
import type { Desk } from '../desk.ts';
import { homeContent } from './content.ts';

export interface HomeVisit {
  /** A Slack user id. */
  readonly user: string;
  /** The direct message with this person, which is where Home counts as being. */
  readonly channel: string;
  /** Of what brought it. */
  readonly key: string;
}

export async function publishHome(desk: Desk, { user, channel, key }: HomeVisit): Promise<void> {
  const { client, outbox, gate, timeZones, audit, log } = desk;
  const access = await gate.admit({ user, channel });
  const timeZone = await timeZones.of(user);
  const view =
    access.kind === 'refused'
      ? refusedHome(access.because, access.todo)
      : homeView(await homeContent(desk, user, access, channel), { timeZone });
  if (access.kind === 'refused') {
    await audit.enter({
      ...{ key, by: user, channel, at: desk.now() },
      action: 'home',
      outcome: 'refused',
      what: 'Home',
      sources: [],
      bytes: null,
      verdict: null,
      note: access.because,
    });
  }
  const call = () => client.views.publish({ user_id: user, view });
  const published = await outbox.send({ lane: `views.publish ${user}`, repeatable: true, call });
  if (!published.ok) log.warn({ failure: failureText(published.failure) }, 'a Home tab was not drawn');
}
