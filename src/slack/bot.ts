/** The bot as a whole: made of its parts, started, and stopped without losing a question. */
import { randomUUID } from 'node:crypto';
import { App } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Gate } from '../access/access.ts';
import type { AccessSettings } from '../access/rules.ts';
import type { Budgets } from '../investigation/budget.ts';
import type { Source } from '../investigation/source.ts';
import type { AddressLookup } from '../record/address-facts.ts';
import { createDeliveries } from '../store/deliveries.ts';
import { createHandled } from '../store/handled.ts';
import { createIncidents } from '../store/incidents.ts';
import { KEEP_DAYS, type KeepDays } from '../store/keep-days.ts';
import { createKept } from '../store/kept.ts';
import { createStoredLedger } from '../store/ledger.ts';
import { startPruning } from '../store/pruner.ts';
import { createQuestions } from '../store/questions.ts';
import { createSourceHealth } from '../store/source-health.ts';
import type { Store } from '../store/store.ts';
import { createWatches } from '../store/watches.ts';
import { createGate } from './access/gate.ts';
import { createMembers } from './access/members.ts';
import { createNames } from './access/names.ts';
import { noticeConversations } from './access/notice.ts';
import { createPeople } from './access/people.ts';
import { createPlaces } from './access/places.ts';
import { createTimeZones } from './access/time-zones.ts';
import { createUserGroups } from './access/user-groups.ts';
import { createActions } from './actions.ts';
import { listenToCommands } from './asking/commands.ts';
import { listenToDiagnose } from './asking/diagnose.ts';
import { listenToMentions } from './asking/mentions.ts';
import { createAuditLog } from './audit/log.ts';
import { listenToAnswerButtons } from './buttons/answer-buttons.ts';
import { listenToJudgements } from './buttons/judgement-buttons.ts';
import { boltLogger } from './connection/bolt-logger.ts';
import { createTransport } from './connection/choose-transport.ts';
import { clientOptions } from './connection/client.ts';
import { tellOfErrors } from './connection/errors.ts';
import { handleOnce } from './connection/handle-once.ts';
import type { Health } from './connection/health.ts';
import { type Identity, identify } from './connection/identity.ts';
import { acknowledgeLate } from './connection/late-acknowledgement.ts';
import { createOnce } from './connection/once.ts';
import type { SlackSettings } from './connection/settings.ts';
import { createLookout } from './delivery/lookout.ts';
import { createMessenger } from './delivery/messenger.ts';
import { createDeliverOnce } from './delivery/once-delivered.ts';
import { createOutbox } from './delivery/outbox.ts';
import { stepsOf } from './delivery/steps.ts';
import { createTakenForms, REMEMBERED } from './delivery/taken-forms.ts';
import { createWork } from './delivery/work.ts';
import type { ActionTools, Desk } from './desk.ts';
import { listenToHome } from './home/listen.ts';
import { listenToIncidents } from './incidents/listeners.ts';
import { createAfterAnswer } from './questions/after-answer.ts';
import { PATIENCE } from './questions/ask-to-spend.ts';
import { listenToCancel } from './questions/cancel.ts';
import { createConversation } from './questions/conversation.ts';
import { createDecisions } from './questions/decisions.ts';
import { createRunning } from './questions/running.ts';
import { listenToSpending } from './questions/spend-buttons.ts';
import { listenToRecords } from './records/modal.ts';
import { listenToSharing } from './share/form.ts';
import { wait } from './wait.ts';
import { listenToWatching } from './watch/buttons.ts';
import { createWatcher } from './watch/watcher.ts';

export interface BotParts {
  readonly settings: SlackSettings;
  /** At least one. The bot does not close them. */
  readonly sources: readonly Source[];
  /** Where it remembers. The bot does not close it. */
  readonly store: Store;
  /** How long what it remembers is kept; as long as usual where it is not told. */
  readonly keepDays?: KeepDays;
  /** Who may ask what; without it, everybody of the workspace everything. */
  readonly access?: AccessSettings;
  /** Another decision than by `access`. */
  readonly gate?: Gate;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  readonly log: Logger;
  /** How long running questions may go on once the bot is to stop. */
  readonly drainSeconds: number;
  /** In Socket Mode, the port of `GET /health`; 0 for any, null for none. Over HTTP it is on the bot's own port. */
  readonly healthPort: number | null;
  /** So many questions are worked on at once; others wait for their turn. */
  readonly atOnce?: number;
  /** What may be scanned without asking; without it, there is no limit. */
  readonly budgets?: Budgets;
  /** How long a question that would pass a budget waits for a decision, milliseconds. */
  readonly patience?: number;
  /** Milliseconds between two looks at which watches are due. */
  readonly glance?: number;
  /** Tells who public addresses are, where something can. */
  readonly lookUp?: AddressLookup;
  /** Where results lie as files until Slack has them; the system's own place where it is not told. */
  readonly tempFolder?: string;
  /** Milliseconds between two posts in one channel; what Slack asks for where it is not told. */
  readonly pace?: number;
  /** Before each look whether a message arrived that Slack gave no clear answer about, milliseconds. */
  readonly settling?: readonly number[];
}

export interface Started {
  readonly mode: Health['mode'];
  /** The port that is listened on; null for none. */
  readonly port: number | null;
  readonly botUserId: string;
}

export interface Bot {
  /** @throws StartError when Slack does not let it in. */
  start(): Promise<Started>;
  /** Takes no new questions, lets running ones end, stops those that do not, and closes the connection. Never rejects for a question. */
  stop(): Promise<void>;
}

export { defaultHealthPort } from './connection/socket.ts';

const AT_ONCE = 4;
/** Slack's own processing ends within seconds. */
const SETTLING = [2000, 5000];
/** A question that is stopped says so in Slack within so many milliseconds. */
const LAST_WORDS = 5000;
const LISTENERS: readonly ((app: App, desk: Desk) => void)[] = [
  listenToCommands,
  listenToMentions,
  listenToCancel,
  listenToSpending,
  listenToIncidents,
  listenToAnswerButtons,
  listenToJudgements,
  listenToRecords,
  listenToSharing,
  listenToWatching,
  listenToHome,
  listenToDiagnose,
  tellOfErrors,
];
/** Without rules, everybody of the workspace may ask everything. */
const NO_RULES: AccessSettings = { rules: [], externalChannels: [], guests: [], auditors: [] };
const STOPPED = 'the bot was stopped before it had the answer. Ask again.';

export function createBot(parts: BotParts): Bot {
  const { settings, sources, store, budgets, now, monotonic, log, drainSeconds, healthPort } = parts;
  const { access = NO_RULES, atOnce = AT_ONCE, patience = PATIENCE } = parts;
  const { settling = SETTLING, pace } = parts;
  const questions = createQuestions(store.db);
  const audit = createAuditLog(store);
  const afterAnswer = createAfterAnswer({
    questions,
    audit,
    health: createSourceHealth(store.db),
    now,
    log,
  });
  const ledger = createStoredLedger({
    store,
    now,
    onTrouble: (error) => log.error({ err: error }, 'what was spent was not written; it is tried again'),
  });
  const running = createRunning(atOnce);
  const decisions = createDecisions(patience);
  const outbox = createOutbox({ log, monotonic });
  const transport = createTransport({ settings, healthPort, health, log });
  let identity: Identity | null = null;
  let stopping: Promise<void> | null = null;
  let stopPruning = async () => {};

  const logger = boltLogger(log);
  const app = new App({
    receiver: transport.receiver,
    // Bolt would ask Slack in its constructor, and nobody would hear it fail.
    authorize: async () => ({ ...identity, botToken: settings.botToken }),
    clientOptions: clientOptions(settings),
    logger,
    logLevel: logger.getLevel(),
    convoStore: false,
    extendedErrorHandler: true,
  });
  const client = new WebClient(settings.botToken, { ...clientOptions(settings), logger });
  const workspace = () => identity?.team ?? '';
  const kept = createKept(store.db);
  const remembered = REMEMBERED[settings.form === 'newer' ? 'newer' : 'auto'];
  const takenForms = createTakenForms({ kept, workspace, remembered, now, log });
  const form = settings.form === 'classic' ? 'classic' : 'newer';
  const messenger = createMessenger({ client, outbox, takenForms, pace });
  const people = createPeople(client, outbox, now);
  const places = createPlaces(client, outbox, now);
  const members = createMembers(client, outbox, now);
  const timeZones = createTimeZones(people);
  const userGroups = createUserGroups(client, outbox, now);
  const facts = { people, places, members, userGroups, identity: () => identity };
  const gate = parts.gate ?? createGate({ settings: access, sources, budgets, ...facts, log });
  const ending = new AbortController();
  const deliveries = createDeliveries(store.db);
  const deliverOnce = createDeliverOnce({
    ...{ deliveries, settling, now },
    look: createLookout(client, outbox),
    waitFor: wait,
    ending: ending.signal,
  });
  const delivering = { client, outbox, messenger, deliveries, deliverOnce, ending: ending.signal };
  const work = createWork({
    ...{ store, now, log },
    stepsFor: (id, stillMine) => stepsOf(delivering, id, stillMine),
    owner: randomUUID(),
    ending: ending.signal,
  });
  const ask = createConversation({
    ...parts,
    work,
    gate,
    questions,
    ledger,
    afterAnswer,
    form,
    takenForms,
    messenger,
    running,
    timeZones,
    decisions,
    patience,
  });
  const tools: ActionTools = {
    ...{ client, outbox, messenger, ask, work, gate, store, questions, audit, sources, ledger },
    ...{ running, decisions, timeZones, now, monotonic, log },
    auditors: access.auditors,
    incidents: createIncidents(store.db),
    names: createNames({ client, outbox, log }),
    isNew: createOnce(),
    form,
  };
  const desk: Desk = { ...tools, perform: createActions(tools) };
  acknowledgeLate(app, log);
  handleOnce(app, { handled: createHandled(store.db), now, log });
  noticeConversations(app, { places, members });
  for (const listen of LISTENERS) listen(app, desk);
  const watcher = createWatcher(desk, createWatches(store.db), parts.glance);

  function health(): Health {
    return { ok: transport.isConnected() && !running.isClosed, mode: transport.mode, running: running.count };
  }

  async function stop(): Promise<void> {
    running.close();
    await watcher.stop();
    log.info({ running: running.count, drainSeconds }, 'stopping');
    if (!(await running.drained(drainSeconds * 1000))) {
      log.warn({ running: running.count }, 'questions are stopped that did not end in time');
      running.stopAll(STOPPED);
      await running.drained(LAST_WORDS);
    }
    ending.abort();
    outbox.hurry();
    await work.stop();
    await transport.stop(app);
    await stopPruning();
    log.info('stopped');
  }

  return {
    async start() {
      identity = await identify(client, outbox);
      const port = await transport.start(app);
      await work.start();
      watcher.start();
      stopPruning = startPruning({
        db: store.db,
        keepDays: parts.keepDays ?? KEEP_DAYS,
        now,
        onTrouble: (error) => log.error({ err: error }, 'what is old was not forgotten; it is tried again'),
      });
      const { botUserId } = identity;
      log.info({ mode: transport.mode, port, botUserId }, 'started');
      return { mode: transport.mode, port, botUserId };
    },
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}
