/** The alerts that go on, as somebody's Home tab shows them: the worst first, each in two lines. */
import type { KnownBlock } from '@slack/types';
import { sectionLines } from '../blocks.ts';
import { code, escaped } from '../mrkdwn.ts';
import type { TimeStyle } from '../time.ts';
import type { ListedAlert } from './alert-list.ts';
import { worstFirst } from './alert-view.ts';
import { alertMark, handledText, standingText } from './alert-words.ts';

const SHOWN = 6;

function lineOf(alert: ListedAlert, style: TimeStyle): string {
  const { finding, channel } = alert;
  const handled = handledText(alert, style);
  const about = [
    standingText(alert, style),
    ...(channel === null ? [] : [`in <#${channel}>`]),
    ...(handled === '' ? [] : [handled]),
  ];
  return `${alertMark(alert)} *${escaped(finding.summary)}*\n${about.join(' · ')}`;
}

export function homeAlertBlocks(alerts: readonly ListedAlert[], style: TimeStyle): readonly KnownBlock[] {
  const left = alerts.length - SHOWN;
  const shown = worstFirst(alerts).slice(0, SHOWN);
  const lines = shown.map((alert) => sectionLines([lineOf(alert, style)]));
  return left > 0 ? [...lines, sectionLines([`… and ${left} more: ${code('/flows alerts')}`])] : lines;
}
