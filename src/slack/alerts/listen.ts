/** Everything of alerts that is done as work. */
import type { App } from '@slack/bolt';
import type { Desk } from '../desk.ts';
import { hireTelling } from './telling.ts';

export function listenToAlerts(_: App, desk: Desk): void {
  hireTelling(desk);
}
