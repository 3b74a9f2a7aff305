/** What people do with an answer and an incident while a bot is killed: shares, findings, notes, and reports as files. */
import type { IncidentDeed } from '../../src/store/incident-deed.ts';
import { type Act, auditWrong, type Scene, unlessOne } from './deeds.ts';
import { commandEnvelope, eventEnvelope, interactionEnvelope } from './slack-envelopes.ts';
import type { KeptMessage } from './slack-workspace.ts';

type InTimeline = (deed: IncidentDeed) => boolean;

async function timelineWrong({ incidents }: Scene, isIt: InTimeline): Promise<readonly string[]> {
  const entries = await incidents.entries(1);
  return unlessOne(
    entries.filter(({ deed }) => isIt(deed)),
    'entries in the timeline',
  );
}

function saying(messages: readonly KeptMessage[], text: string): readonly KeptMessage[] {
  return messages.filter(({ blocks }) => blocks.includes(text));
}

/** Submits the form of the Share button. */
export const share: Act = (scene, nth) => {
  const { slack, channel, answers } = scene;
  const { question = '', ts } = answers[nth % answers.length] ?? {};
  const [into, view, comment] = [`C0SHARE${nth}`, `V${nth}`, `Look at ${nth}, please.`];
  const values = {
    channel: { value: { type: 'conversations_select', selected_conversation: into } },
    comment: { value: { type: 'plain_text_input', value: comment } },
  };
  const entry: InTimeline = (deed) => deed.kind === 'shared' && deed.channel === into;
  return {
    name: `share into ${into}`,
    envelope: interactionEnvelope(slack.url, {
      type: 'view_submission',
      view: {
        id: view,
        type: 'modal',
        callback_id: 'flows-share-form',
        private_metadata: question,
        state: { values },
      },
    }),
    isRepeated: true,
    entry,
    wrong: async () => [
      ...unlessOne(slack.messages(into), 'messages where it was shared'),
      ...unlessOne(saying(slack.messages(into), comment), 'cards'),
      ...unlessOne(
        saying(slack.messages(channel), `<#${into}>`).filter((one) => one.thread_ts === ts),
        'notices',
      ),
      ...(await timelineWrong(scene, entry)),
      ...(await auditWrong(scene, `share-${view}`)),
    ],
  };
};

export const openIncident: Act = (scene, nth) => {
  const { slack, incidents } = scene;
  const [channel, title, id] = [`C0OPEN${nth}`, `Trouble ${nth} begins`, `T${nth}`];
  return {
    name: `/flows incident open "${title}"`,
    envelope: commandEnvelope(slack.url, {
      channel_id: channel,
      text: `incident open "${title}" sev2`,
      trigger_id: id,
    }),
    isRepeated: false,
    wrong: async () => {
      const opened = await incidents.inChannel(channel);
      const entries = await Promise.all(opened.map(({ number }) => incidents.entries(number)));
      return [
        ...unlessOne(opened, 'incidents'),
        ...unlessOne(entries.flat(), 'entries in its timeline'),
        ...unlessOne(saying(slack.messages(channel), title), 'cards'),
        ...(await auditWrong(scene, `incident/${id}`)),
      ];
    },
  };
};

export const note: Act = (scene, nth) => {
  const { slack, channel, cardTs } = scene;
  const [id, text] = [`Ev${nth}`, `deploy number ${nth} was rolled back`];
  const event = {
    type: 'app_mention',
    user: 'U0ASKER',
    text: `<@U0FLOWS> incident note ${text}`,
    channel,
    ts: `1699.${nth + 1}`,
    thread_ts: cardTs,
  };
  const entry: InTimeline = (deed) => deed.kind === 'note' && deed.text === text;
  return {
    name: `@flows incident note ${text}`,
    envelope: eventEnvelope(event, id),
    isRepeated: true,
    entry,
    wrong: async () => [
      ...unlessOne(
        saying(slack.messages(channel), text).filter((one) => one.thread_ts === cardTs),
        'messages that say it',
      ),
      ...(await timelineWrong(scene, entry)),
      ...(await auditWrong(scene, `incident/${id}`)),
    ],
  };
};

/** A pushpin on an answer, each of which becomes a finding once: there must be as many answers as there are such deeds. */
export function finding(): Act {
  let pinned = 0;
  return (scene, nth) => {
    const { slack, channel, cardTs, answers } = scene;
    const { question = '', ts = '' } = answers[pinned] ?? {};
    pinned += 1;
    const event = {
      type: 'reaction_added',
      user: 'U0ASKER',
      reaction: 'pushpin',
      item: { type: 'message', channel, ts },
      item_user: 'U0FLOWS',
      event_ts: `1699.${nth + 1}`,
    };
    const entry: InTimeline = (deed) => deed.kind === 'finding' && deed.question === question;
    return {
      name: `a pushpin on ${question}`,
      envelope: eventEnvelope(event, `Ev${nth}`),
      isRepeated: true,
      entry,
      wrong: async () => [
        // All findings say the same of the same records; there are as many as there are in the timeline.
        ...findingsWrong(
          saying(slack.messages(channel), 'added a finding').filter((one) => one.thread_ts === cardTs).length,
          (await scene.incidents.entries(1)).filter(({ deed }) => deed.kind === 'finding').length,
        ),
        ...(await timelineWrong(scene, entry)),
        ...(await auditWrong(scene, `incident/reaction/${channel}/${ts}/U0ASKER`)),
      ],
    };
  };
}

function findingsWrong(said: number, entered: number): readonly string[] {
  return said === entered ? [] : [`${said} findings are said, ${entered} are in the timeline`];
}

export function report(form: 'md' | 'csv'): Act {
  return (scene, nth) => {
    const { slack } = scene;
    const [channel, id] = [`C0REPORT${nth}`, `T${nth}`];
    const text = `incident report INC-1${form === 'csv' ? ' as csv' : ''}`;
    return {
      name: `/flows ${text} in ${channel}`,
      envelope: commandEnvelope(slack.url, { channel_id: channel, text, trigger_id: id }),
      isRepeated: false,
      wrong: async () => {
        const messages = slack.messages(channel);
        const files = messages.flatMap((one) => one.files ?? []);
        return [
          ...unlessOne(saying(messages, 'Report of INC-1'), 'summaries'),
          ...unlessOne(
            files.filter(({ name }) => name === `inc-1.${form}`),
            'files',
          ),
          ...(messages.length > 2 ? [`${messages.length} messages`] : []),
          ...(await auditWrong(scene, `report/${id}`)),
        ];
      },
    };
  };
}
