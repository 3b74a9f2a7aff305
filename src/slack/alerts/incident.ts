/** Opens an incident for an alert in the thread of its message, with what was found, and adds the answer to the alert's question as a finding. */

import { deliveredText } from '../../commands/grammar/plain-text.ts';
import { addFinding } from '../../incidents/add-finding.ts';
import { incidentName } from '../../incidents/telling.ts';
import { noticeMessage, problemMessage } from '../../present/block-kit.ts';
import { cut } from '../../present/limits.ts';
import { escaped, prose } from '../../present/mrkdwn.ts';
import type { Address } from '../address.ts';
import type { Worker } from '../delivery/work.ts';
import type { Desk } from '../desk.ts';
import { postCard, refreshCard } from '../incidents/card.ts';
import { whisperOf } from '../whispers.ts';
import { questionOf } from './question.ts';
import { alertFor } from './visible.ts';

export interface AlertIncident {
  /** The number of the alert. */
  readonly alert: number;
  /** A Slack user id. */
  readonly by: string;
  /** The thread of the alert's message. */
  readonly place: Address;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The kind of the work. */
export const INCIDENT = 'alert-incident';

/** A title is read in a list. */
const TITLE = 150;

export function incidentWorker(desk: Desk): Worker<AlertIncident> {
  const { incidents, names, audit, ask, now } = desk;

  /** The answer to its question, asked in the thread by who opened it; without one, the incident has what the alert says. */
  async function lookInto(id: string, question: string, { by, place }: AlertIncident): Promise<string> {
    const asked = `${id}/question`;
    const { done } = await ask({
      ...{ id: asked, text: deliveredText(question), askedBy: by, place },
      via: 'button',
    });
    await done;
    return asked;
  }

  return async (id, input, steps) => {
    const { alert: number, by, place, at } = input;
    const whisper = whisperOf(desk, id, place, by);
    const text = `A-${number} incident`;
    const seen = await alertFor(desk, number, { user: by, channel: place.channel });
    const enter = (outcome: 'done' | 'refused', sources: readonly string[], note: string | null) =>
      audit.enter({
        ...{ key: `alert/${id}`, at, by, channel: place.channel, action: 'incident', what: text },
        ...{ outcome, sources, note, bytes: null, verdict: null },
      });
    if (seen.kind === 'refused') {
      await enter('refused', [], seen.because);
      return whisper(problemMessage({ problem: seen.because, todo: seen.todo, question: text }));
    }
    const { alert } = seen;
    const { summary, detection } = alert.finding;
    const person = { id: by, name: await names.of(by) };
    const title = cut(summary, TITLE);
    const incident = await incidents.open({ key: id, title, severity: null, ...place, by: person, at });
    const measured = detection ? ` ${detection.measured.value} ${detection.measured.what}.` : '';
    const note = `A-${number} (${alert.detector}): ${summary}.${measured}`;
    const deed = { kind: 'note', text: note } as const;
    await incidents.enter({ key: `${id}/note`, incident: incident.number, by: person, at, deed });
    await enter('done', [alert.source], incidentName(incident));
    const failure = await postCard(desk, incident, by, steps);
    if (failure) {
      const said = `${incidentName(incident)} is open, but its card could not be posted here.`;
      await whisper(noticeMessage(escaped(said)));
    }
    const question = questionOf(alert, Math.floor(now() / 1000));
    if (question === null) return;
    const asked = await lookInto(id, question, input);
    const added = await addFinding(desk, {
      ...{ incident: incident.number, question: asked, by, at: now(), key: `${id}/finding` },
    });
    if (added.kind === 'added') return refreshCard(desk, incident.number, by, steps);
    await whisper(noticeMessage(`${escaped(added.because)} ${prose(added.todo)}`));
  };
}
