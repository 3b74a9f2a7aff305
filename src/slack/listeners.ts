/** What Slack may bring to the bot: each is listened to in a file of its own. They are asked in this order. */
import type { App } from '@slack/bolt';
import { listenToAlarms } from './alarms/listen.ts';
import { listenToAlertButtons } from './alerts/buttons.ts';
import { listenToAlertForms } from './alerts/forms.ts';
import { listenToAlerts } from './alerts/listen.ts';
import { listenToCommands } from './asking/commands.ts';
import { listenToDiagnose } from './asking/diagnose.ts';
import { listenToMentions } from './asking/mentions.ts';
import { listenToAnswerButtons } from './buttons/answer-buttons.ts';
import { listenToJudgements } from './buttons/judgement-buttons.ts';
import { tellOfErrors } from './connection/errors.ts';
import type { Desk } from './desk.ts';
import { listenToHome } from './home/listen.ts';
import { listenToIncidents } from './incidents/listeners.ts';
import { listenToCancel } from './questions/cancel.ts';
import { listenToSpending } from './questions/spend-buttons.ts';
import { listenToRecords } from './records/modal.ts';
import { listenToSharing } from './share/form.ts';
import { listenToWatching } from './watch/buttons.ts';

type Listen = (app: App, desk: Desk) => void;

export const LISTENERS: readonly Listen[] = [
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
  listenToAlarms,
  listenToAlerts,
  listenToAlertButtons,
  listenToAlertForms,
  listenToHome,
  listenToDiagnose,
  tellOfErrors,
];
