/** Everything of alerts that is done as work, and what is pressed under them. */
import type { App } from '@slack/bolt';
import type { Desk } from '../desk.ts';
import { listenToAlertButtons } from './buttons.ts';
import { DEED, deedWorker } from './deed.ts';
import { listenToAlertForms } from './forms.ts';
import { INCIDENT, incidentWorker } from './incident.ts';
import { hireTelling } from './telling.ts';
import { TEST, testWorker } from './test-alert.ts';

export function listenToAlerts(app: App, desk: Desk): void {
  hireTelling(desk);
  desk.work.hire(DEED, deedWorker(desk));
  desk.work.hire(TEST, testWorker(desk));
  desk.work.hire(INCIDENT, incidentWorker(desk));
  listenToAlertButtons(app, desk);
  listenToAlertForms(app, desk);
}
