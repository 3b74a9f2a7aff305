import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openGate } from '../../../src/access/access.ts';
import { ALARM_DEFAULTS } from '../../../src/alarms/settings.ts';
import { ALERT_DEFAULTS } from '../../../src/alerts/settings.ts';
import type { IncidentDoing } from '../../../src/commands/action.ts';
import { createLedger } from '../../../src/investigation/ledger.ts';
import { createNames } from '../../../src/slack/access/names.ts';
import { createPeople } from '../../../src/slack/access/people.ts';
import { createPlaces } from '../../../src/slack/access/places.ts';
import { createTimeZones } from '../../../src/slack/access/time-zones.ts';
import { createAlerting } from '../../../src/slack/alerts/alerting.ts';
import { clientOptions } from '../../../src/slack/connection/client.ts';
import { createMessenger, type Posted } from '../../../src/slack/delivery/messenger.ts';
import { createOutbox, type Delivery } from '../../../src/slack/delivery/outbox.ts';
import type { Steps } from '../../../src/slack/delivery/work.ts';
import type { Desk } from '../../../src/slack/desk.ts';
import type { IncidentInput } from '../../../src/slack/incidents/input.ts';
import { reportWorker } from '../../../src/slack/incidents/report.ts';
import { incidentWorker } from '../../../src/slack/incidents/work.ts';
import { createDecisions } from '../../../src/slack/questions/decisions.ts';
import { createRunning } from '../../../src/slack/questions/running.ts';
import { createAudit } from '../../../src/store/audit.ts';
import { createIncidents } from '../../../src/store/incidents.ts';
import { createQuestions } from '../../../src/store/questions.ts';
import { answered } from '../../kit/answers.ts';
import { EVERY_FORM } from '../../kit/every-form.ts';
import { startSlackApi } from '../../kit/slack-api.ts';
import { sourceNamed } from '../../kit/slack-bot.ts';
import { memoryStore } from '../../kit/stores.ts';
import { UNSEEN } from '../../kit/telemetry.ts';

const AT = 1_795_442_520_000;
const PLACE = { channel: 'C0OPS', thread: null };

class Crash extends Error {}

async function office() {
  const [api, store] = [await startSlackApi(), await memoryStore()];
  onTestFinished(() => api.close());
  const log = pino({ level: 'silent' });
  const now = () => AT;
  const client = new WebClient('xoxb-test', clientOptions(api.settings));
  const outbox = createOutbox({ log, monotonic: () => 0 });
  const messenger = createMessenger({ client, outbox, takenForms: EVERY_FORM, pace: 0 });
  const people = createPeople(client, outbox, now);
  const sources = [sourceNamed('core')];
  // Each piece of work is done by hand below.
  const work = {
    hire() {},
    take: async () => ({ isNew: false, done: Promise.resolve() }),
    async again() {},
    async start() {},
    async stop() {},
  };
  const desk: Desk = {
    ...{
      client,
      outbox,
      messenger,
      store,
      sources,
      now,
      log,
      monotonic: now,
      form: 'classic' as const,
      command: '/flows',
    },
    telemetry: UNSEEN,
    ask: async () => ({ isNew: false, done: Promise.resolve() }),
    work,
    alerting: createAlerting({ store, work, now, log, settings: ALERT_DEFAULTS }),
    places: createPlaces(client, outbox, now),
    externalChannels: [],
    auditors: [],
    alarms: ALARM_DEFAULTS,
    ledger: createLedger(() => AT / 1000),
    perform: async () => {},
    gate: openGate(sources),
    questions: createQuestions(store.db),
    incidents: createIncidents(store.db),
    audit: createAudit(store.db),
    running: createRunning(1),
    decisions: createDecisions(1000),
    timeZones: createTimeZones(people),
    names: createNames(people, log),
  };
  const asked = { askedBy: 'U0ASKER', text: 'reject 10.0.1.5', via: 'command', timeZone: 'UTC', askedAt: AT };
  await desk.questions.enter({ id: 'Q1', ...PLACE, ...asked });
  await desk.questions.tell('Q1', { rootTs: '1.2', sources: ['core'], answer: answered(), answeredAt: AT });

  const delivered = new Map<string, Delivery<Posted>>();
  /** The same step of the same work is delivered once; the process dies before or after the delivery of that number. */
  function stepsOf(
    id: string,
    crash: { readonly delivery: number; readonly when: 'before' | 'after' } | null,
  ): Steps {
    let count = 0;
    async function once<T>(deliver: () => Promise<T>): Promise<T> {
      count += 1;
      if (count === crash?.delivery && crash.when === 'before') throw new Crash();
      const result = await deliver();
      if (count === crash?.delivery) throw new Crash();
      return result;
    }
    return {
      post: (step, to, forms) =>
        once(async () => {
          const before = delivered.get(`${id}/${step}`);
          const delivery = before ?? (await messenger.post(to, forms));
          delivered.set(`${id}/${step}`, delivery);
          return delivery;
        }),
      isBegun: async () => false,
      anew: async () => {},
      replace: (at, forms) => once(() => messenger.replace(at, forms)),
      attach: (step, to, file) =>
        once(async () => {
          const before = delivered.get(`${id}/${step}`);
          if (before) return before;
          const made = typeof file === 'function' ? await file() : file;
          if (!made) throw new TypeError(`nothing was made of ${id}`);
          const attached = await messenger.attach(to, made);
          delivered.set(`${id}/${step}`, { ok: true, value: { channel: to.channel, ts: '' } });
          return attached;
        }),
    };
  }

  /** Does it, dying once on the way where it is told to, and then from its beginning. */
  async function perform(id: string, doing: IncidentDoing, crash: Parameters<typeof stepsOf>[1] = null) {
    const action = { kind: 'incident' as const, incident: null, ...doing };
    const input: IncidentInput = { action, askedBy: 'U0ASKER', place: PLACE, text: '', at: AT };
    const worker = doing.do === 'report' ? reportWorker(desk) : incidentWorker(desk);
    try {
      await worker(id, input, stepsOf(id, crash));
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      await worker(id, input, stepsOf(id, null));
    }
  }
  return { api, desk, perform };
}

const DOINGS: readonly IncidentDoing[] = [
  { do: 'open', title: 'Checkout is down', severity: 'sev2' },
  { do: 'add', message: null },
  { do: 'note', text: 'rolled back' },
  { do: 'action', text: 'restore the rule', who: null },
  { do: 'done', item: 1 },
  { do: 'severity', severity: 'sev1' },
  { do: 'status' },
  { do: 'report', as: 'markdown' },
  { do: 'close', because: 'the network ACL' },
  { do: 'reopen' },
];

describe('the work of an incident', () => {
  it.each([1, 2].flatMap((delivery) => (['before', 'after'] as const).map((when) => ({ delivery, when }))))(
    'comes to the same when the process dies $when its delivery $delivery: nothing lost, nothing twice',
    async (crash) => {
      const [calm, shaken] = [await office(), await office()];

      for (const [index, doing] of DOINGS.entries()) {
        await calm.perform(`T${index}`, doing);
        await shaken.perform(`T${index}`, doing, crash);
      }

      expect(await shaken.desk.incidents.entries(1)).toEqual(await calm.desk.incidents.entries(1));
      expect(await shaken.desk.incidents.get(1)).toEqual(await calm.desk.incidents.get(1));
      for (const method of ['chat.postMessage', 'files.completeUploadExternal']) {
        expect(shaken.api.of(method).map(({ args }) => args)).toEqual(
          calm.api.of(method).map(({ args }) => args),
        );
      }
      const deeds = { start: 0, end: AT + 1, most: 100 };
      expect(await shaken.desk.audit.list(deeds)).toEqual(await calm.desk.audit.list(deeds));
    },
  );
});
