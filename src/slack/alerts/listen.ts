/** Everything of alerts that is done as work. */
import type { App } from '@slack/bolt';
import type { Desk } from '../desk.ts';
import { DEED, deedWorker } from './deed.ts';
import { INCIDENT, incidentWorker } from './incident.ts';
import { hireTelling } from './telling.ts';
import { TEST, testWorker } from './test-alert.ts';

export function listenToAlerts(_: App, desk: Desk): void {
  hireTelling(desk);
  desk.work.hire(DEED, deedWorker(desk));
  desk.work.hire(TEST, testWorker(desk));
  desk.work.hire(INCIDENT, incidentWorker(desk));
}
