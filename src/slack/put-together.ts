/** Makes of what the bot is handed in what its listeners work with: each part once, after those that it needs. */
import { randomUUID } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import type { AccessSettings } from '../access/rules.ts';
import { ALARM_DEFAULTS } from '../alarms/settings.ts';
import { ALERT_DEFAULTS } from '../alerts/settings.ts';
import { createDeliveries } from '../store/deliveries.ts';
import { createIncidents } from '../store/incidents.ts';
import { createKept } from '../store/kept.ts';
import { isSharedStore } from '../store/kind.ts';
import { createLanes } from '../store/lanes.ts';
import { createStoredLedger, type StoredLedger } from '../store/ledger.ts';
import { createQuestions } from '../store/questions.ts';
import { createSourceHealth } from '../store/source-health.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { createGate } from './access/gate.ts';
import { createMembers } from './access/members.ts';
import { createNames } from './access/names.ts';
import type { NoticeParts } from './access/notice.ts';
import { patientGate } from './access/patient-gate.ts';
import { createPeople } from './access/people.ts';
import { createPlaces } from './access/places.ts';
import { createTimeZones } from './access/time-zones.ts';
import { createUserGroups } from './access/user-groups.ts';
import { createActions } from './actions.ts';
import { createAlerting } from './alerts/alerting.ts';
import { createAuditLog } from './audit/log.ts';
import type { BotParts } from './bot-parts.ts';
import type { Identity } from './connection/identity.ts';
import type { TokenWatch } from './connection/token-watch.ts';
import { createLookout } from './delivery/lookout.ts';
import { createMessenger } from './delivery/messenger.ts';
import { createDeliverOnce } from './delivery/once-delivered.ts';
import { createOutbox, type Outbox } from './delivery/outbox.ts';
import { stepsOf } from './delivery/steps.ts';
import { createTakenForms, REMEMBERED, type TakenForms } from './delivery/taken-forms.ts';
import { UNLIMITED } from './delivery/tiers.ts';
import { createWork, type Work } from './delivery/work.ts';
import type { ActionTools, Desk } from './desk.ts';
import type { Metrics } from './health/metrics.ts';
import { createAdmission } from './questions/admission.ts';
import { createAfterAnswer } from './questions/after-answer.ts';
import { PATIENCE } from './questions/ask-to-spend.ts';
import { createConversation } from './questions/conversation.ts';
import { createDecisions } from './questions/decisions.ts';
import type { Running } from './questions/running.ts';
import { wait } from './wait.ts';

/** What the connection hands in. */
interface Surroundings {
  readonly client: WebClient;
  readonly running: Running;
  /** Null before the bot has started. */
  readonly identity: () => Identity | null;
  /** Aborted when the process is to end. */
  readonly ending: AbortSignal;
  readonly metrics: Metrics;
  readonly token: Pick<TokenWatch, 'onFailure' | 'isLost'>;
  readonly telemetry: Telemetry;
}

export interface PutTogether {
  readonly desk: Desk;
  /** What is told of conversations with every delivery goes to these. */
  readonly notices: NoticeParts;
  /** What is kept of what is spent. */
  readonly ledger: StoredLedger;
}

/** Slack's own processing ends within seconds. */
const SETTLING = [2000, 5000];
/** Without rules, everybody of the workspace may ask everything. */
const NO_RULES: AccessSettings = { rules: [], externalChannels: [], guests: [], auditors: [] };

function takenFormsOf(
  { settings, store, now, log }: BotParts,
  identity: Surroundings['identity'],
): TakenForms {
  return createTakenForms({
    kept: createKept(store.db),
    workspace: () => identity()?.team ?? '',
    remembered: REMEMBERED[settings.form === 'newer' ? 'newer' : 'auto'],
    ...{ now, log },
  });
}

function deliveringOf(
  { store, settling = SETTLING, pace, now, log, waitFor = wait }: BotParts,
  { client, ending, telemetry, token }: Surroundings,
  outbox: Outbox,
  takenForms: TakenForms,
) {
  const messenger = createMessenger({ client, outbox, takenForms, pace });
  const deliveries = createDeliveries(store.db);
  const deliverOnce = createDeliverOnce({
    ...{ deliveries, settling, now, ending },
    look: createLookout(client, outbox),
    waitFor,
  });
  const delivering = { client, outbox, messenger, deliveries, deliverOnce, ending, log };
  const work: Work = createWork({
    ...{ store, now, log, ending, waitFor },
    stepsFor: (id, stillMine) => stepsOf(delivering, id, stillMine),
    owner: randomUUID(),
    follow: telemetry.follow,
    isUseless: token.isLost,
  });
  return { messenger, work };
}

export function putTogether(parts: BotParts, around: Surroundings): PutTogether {
  const { settings, sources, store, budgets, now, monotonic, log } = parts;
  const { access = NO_RULES, patience = PATIENCE, waitFor = wait } = parts;
  const { client, running, identity, telemetry, token } = around;
  const form = settings.form === 'classic' ? 'classic' : 'newer';
  const shared = isSharedStore(store) ? createLanes(store.db) : null;
  const perMinute = parts.pace === 0 ? UNLIMITED : undefined;
  const outbox = createOutbox({ log, monotonic, shared, waitFor, perMinute, onFailure: token.onFailure });
  const takenForms = takenFormsOf(parts, identity);
  const { messenger, work } = deliveringOf(parts, around, outbox, takenForms);

  const people = createPeople(client, outbox, now);
  const places = createPlaces(client, outbox, now);
  const members = createMembers(client, outbox, now);
  const timeZones = createTimeZones(people);
  const userGroups = createUserGroups(client, outbox, now);
  const facts = { people, places, members, userGroups, identity };
  const gate = parts.gate ?? createGate({ settings: access, sources, budgets, ...facts, log });

  const questions = createQuestions(store.db);
  const audit = createAuditLog(store);
  const health = createSourceHealth(store.db);
  const ledger = createStoredLedger({
    ...{ store, now },
    onTrouble: (error) => log.error({ err: error }, 'what was spent was not written; it is tried again'),
  });
  const decisions = createDecisions(patience);
  const afterAnswer = createAfterAnswer({ questions, audit, health, now, log, metrics: around.metrics });
  const ask = createConversation({
    ...parts,
    gate: patientGate(gate),
    ...{ work, questions, ledger, audit, afterAnswer, form, takenForms, messenger },
    ...{ running, admission: createAdmission(), timeZones, decisions, patience, telemetry },
  });

  const tools: ActionTools = {
    ...{ client, outbox, messenger, ask, work, gate, places, store, questions, audit, sources, ledger },
    ...{ running, decisions, timeZones, now, monotonic, log, form, telemetry },
    budgets,
    ...{ detection: parts.detection, lookUp: parts.lookUp },
    alarms: parts.alarms ?? ALARM_DEFAULTS,
    alerting: createAlerting({
      ...{ store, work, now, log },
      settings: parts.alerts ?? ALERT_DEFAULTS,
    }),
    command: settings.command,
    externalChannels: access.externalChannels,
    auditors: access.auditors,
    incidents: createIncidents(store.db),
    names: createNames(people, log),
  };
  return { desk: { ...tools, perform: createActions(tools) }, notices: { places, members }, ledger };
}
