import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createNames } from '../../../src/slack/access/names.ts';
import { createPeople } from '../../../src/slack/access/people.ts';
import { createPlaces } from '../../../src/slack/access/places.ts';
import { createTimeZones } from '../../../src/slack/access/time-zones.ts';
import { createMessenger } from '../../../src/slack/delivery/messenger.ts';
import { createOutbox } from '../../../src/slack/delivery/outbox.ts';
import type { Steps } from '../../../src/slack/delivery/work.ts';
import { shareWorker } from '../../../src/slack/share/card.ts';
import { createAudit } from '../../../src/store/audit.ts';
import { createIncidents } from '../../../src/store/incidents.ts';
import { createQuestions } from '../../../src/store/questions.ts';
import { EVERY_FORM } from '../../kit/every-form.ts';
import { closedIn, remember } from '../../kit/remembered.ts';
import { startSlackApi } from '../../kit/slack-api.ts';
import { QUICK } from '../../kit/slack-bot.ts';
import { memoryStore } from '../../kit/stores.ts';

const SHARING = { question: 'Q1', by: 'U0OTHER', channel: 'C0WAR', comment: 'look', at: 1_800_000_000_000 };

class Killed extends Error {}

/** Delivers each step once, and ends the process before or after the delivery that is counted down to. */
function stepsUntil(delivered: Map<string, string>, left: { count: number }): Steps {
  const moment = () => {
    left.count -= 1;
    if (left.count < 0) throw new Killed();
  };
  return {
    async post(step, { channel, thread }, [{ text }]) {
      moment();
      if (!delivered.has(step)) delivered.set(step, `${channel} ${thread} ${text}`);
      moment();
      return { ok: true, value: { channel, ts: `1.${step}` } };
    },
    replace: async () => ({ ok: true, value: null }),
    attach: async () => ({ ok: true, value: null }),
    isBegun: async () => false,
    anew: async () => {},
  };
}

async function sharing() {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  const store = await memoryStore();
  await remember(store);
  const incidents = createIncidents(store.db);
  const at = { by: { id: 'U0ASKER', name: 'asker' }, at: 0, title: 'Down', severity: null, thread: null };
  await incidents.open({ ...at, key: 'here', channel: 'C0OPS' });
  const { number: incident } = await incidents.open({ ...at, key: 'there', channel: 'C0OTHER' });
  const log = pino({ level: 'silent' });
  const outbox = createOutbox({ log, monotonic: () => 0 });
  const client = new WebClient('xoxb-test', { slackApiUrl: api.settings.apiUrl ?? '' });
  const now = () => SHARING.at;
  const audit = createAudit(store.db);
  const people = createPeople(client, outbox, now);
  const worker = shareWorker({
    ...{ client, outbox, log, now, audit, incidents },
    messenger: createMessenger({ client, outbox, takenForms: EVERY_FORM }),
    gate: closedIn([QUICK]),
    questions: createQuestions(store.db),
    names: createNames(people, log),
    timeZones: createTimeZones(people),
    places: createPlaces(client, outbox, now),
  });
  const left = async () => ({
    deeds: await audit.list({ start: 0, end: Number.MAX_SAFE_INTEGER, most: 100 }),
    here: (await incidents.entries(1)).map(({ deed }) => deed),
    there: (await incidents.entries(incident)).map(({ deed }) => deed),
  });
  return { run: (steps: Steps) => worker('share-1', { ...SHARING, incident }, steps), left };
}

describe('a share that is begun again after the process was killed', () => {
  it.each(Array.from({ length: 9 }, (_, moment) => moment))(
    'comes to the same, with nothing lost and nothing twice, from moment %i',
    async (moment) => {
      const whole = await sharing();
      const expected = new Map<string, string>();
      await whole.run(stepsUntil(expected, { count: 1000 }));

      const broken = await sharing();
      const delivered = new Map<string, string>();
      await broken.run(stepsUntil(delivered, { count: moment })).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
      });
      await broken.run(stepsUntil(delivered, { count: 1000 }));

      expect([...delivered]).toEqual([...expected]);
      expect([...delivered.keys()]).toEqual(['card', 'notice', 'finding', 'added']);
      expect(await broken.left()).toEqual(await whole.left());
      expect(await broken.left()).toMatchObject({
        deeds: [{ outcome: 'done' }, { outcome: 'done' }],
        here: [{ kind: 'opened' }, { kind: 'shared', channel: 'C0WAR' }],
        there: [{ kind: 'opened' }, { kind: 'finding' }],
      });
    },
  );
});
