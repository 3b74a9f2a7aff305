/** A message of alerts in a channel: one in full, several as a list with the worst first. What is wrong comes first, then what it was measured against. */
import type { KnownBlock } from '@slack/types';
import { DETECTIONS } from '../../diagnosis/detection.ts';
import { message, type SlackMessage } from '../block-kit.ts';
import { blockerOf } from '../blocker-text.ts';
import { actions, section, sectionLines, smallLines } from '../blocks.ts';
import { blockerBlock } from '../diagnosis-blocks.ts';
import { evidenceTable } from '../flow-row.ts';
import { howSure } from '../how-sure.ts';
import type { MessageBlock } from '../message-block.ts';
import { code, escaped, prose, withUnits } from '../mrkdwn.ts';
import { nextOf } from '../next-check.ts';
import { counted } from '../quantities.ts';
import { rowLines } from '../table-blocks.ts';
import type { TimeStyle } from '../time.ts';
import { ACKNOWLEDGE_ALL, alertActions, alertMenu } from './alert-buttons.ts';
import { type AlertView, alertName, worstFirst } from './alert-view.ts';
import { alertMark, askText, handledText, measuredText, standingText, subjectText } from './alert-words.ts';

/** More than these are counted; each has a line of its own with a menu. */
const LISTED = 8;
const UNSEEN = 3;
const OTHERS = 5;

function headline(alert: AlertView): KnownBlock {
  const { finding, isTest } = alert;
  const test = isTest ? ':test_tube: *This is a test: nothing happened.*\n' : '';
  return section(`${test}${alertMark(alert)} *${escaped(finding.summary)}*`);
}

function othersLines({ finding }: AlertView): readonly string[] {
  const { others } = finding.detection;
  if (others.length === 0) return [];
  const left = others.length - OTHERS;
  const more = left > 0 ? ` and ${left} more` : '';
  return [`*Other side*  ${others.slice(0, OTHERS).map(code).join(' ')}${more}`];
}

function evidenceBlocks({ finding, last }: AlertView, style: TimeStyle): readonly MessageBlock[] {
  const table = evidenceTable(finding.evidence, style, last);
  if (!table) return [];
  const caption = table.caption ? `  ${escaped(table.caption)}` : '';
  return [sectionLines([`*Evidence*${caption}`, ...rowLines(table, (index) => `${index + 1}.`)])];
}

/** What flows answered when it looked into it: the cause, where one was found. Where the alert names that cause itself, it is not said twice. */
function diagnosisBlocks({ diagnosis, finding }: AlertView): readonly MessageBlock[] {
  if (!diagnosis) return [];
  const blocker = blockerOf(diagnosis);
  const id = diagnosis.blocker?.id ?? null;
  const isSaid = id !== null && id === finding.blocker?.id;
  const said = isSaid
    ? escaped(howSure(diagnosis))
    : `${escaped(diagnosis.summary)}  (${escaped(howSure(diagnosis))})`;
  return [section(`*Diagnosis*  ${said}`), ...(blocker ? [blockerBlock(blocker)] : [])];
}

/** The one of the diagnosis where it was made: it knows more. */
function nextBlock({ diagnosis, finding }: AlertView): KnownBlock {
  const next = nextOf((diagnosis ?? finding).nextCheck);
  if (!next.isCommand) return section(`*Next check*  ${prose(next.text)}`);
  const note = next.note === null ? '' : `  (${escaped(next.note)})`;
  return section(`*Next check*${note}\n${code(next.text.replace(/^flows /, '/flows '))}`);
}

function unseenLines({ finding }: AlertView): readonly string[] {
  const { unseen } = finding.detection;
  const left = unseen.length - UNSEEN;
  const lines = unseen.slice(0, UNSEEN).map((one) => withUnits(escaped(one)));
  return lines.length === 0
    ? []
    : [
        `Not seen: ${lines.join(' ')}${left > 0 ? ` (and ${left} more that ${left === 1 ? 'is' : 'are'} not seen)` : ''}`,
      ];
}

/** The question that looks into it, where it is not the next check already, and where its records are. */
function originText(alert: AlertView): string {
  const { diagnosis, finding, source } = alert;
  const isSaid = (diagnosis ?? finding).nextCheck.replace(/^flows /, '') === finding.detection.ask;
  return [...(isSaid ? [] : [askText(alert)]), `source ${escaped(source)}`].join(' · ');
}

/** What is over is told in short: what it was stays legible, what would have to be done goes. */
function detailBlocks(alert: AlertView, style: TimeStyle): readonly MessageBlock[] {
  const { finding, state } = alert;
  const measured = section(measuredText(finding.detection.measured));
  if (state === 'resolved') return [measured, ...diagnosisBlocks(alert)];
  const others = othersLines(alert);
  return [
    measured,
    ...diagnosisBlocks(alert),
    ...(others.length === 0 ? [] : [sectionLines(others)]),
    ...evidenceBlocks(alert, style),
    section(`*May be harmless*  ${prose(finding.detection.benign)}`),
    nextBlock(alert),
  ];
}

/** One alert in full, with what can be done with it. */
export function alertBlocks(alert: AlertView, style: TimeStyle): readonly MessageBlock[] {
  const handled = handledText(alert, style);
  return [
    headline(alert),
    smallLines([standingText(alert, style), ...(handled === '' ? [] : [handled])]),
    ...detailBlocks(alert, style),
    smallLines([...unseenLines(alert), originText(alert)]),
  ];
}

function notification(alert: AlertView): string {
  const { severity, state, finding, left } = alert;
  const end = left === null ? 'Resolved' : 'Not looked at any more';
  const how = state === 'resolved' ? end : severity;
  return `${alertMark(alert)} ${alertName(alert)} ${how}: ${escaped(finding.summary)}`;
}

/** What they have in common, told by what it is. */
function commonText(alerts: readonly AlertView[]): string {
  const detectors = new Set(alerts.map(({ detector }) => detector));
  const subjects = new Set(alerts.map((alert) => subjectText(alert)));
  const [detector] = detectors;
  const [subject] = subjects;
  const many = counted(alerts.length, 'alert');
  if (detectors.size === 1 && detector) return `${many}: ${DETECTIONS[detector]}`;
  return subjects.size === 1 && subject !== undefined ? `${many} about ${subject}` : many;
}

function listedBlock(alert: AlertView, style: TimeStyle): KnownBlock {
  const { finding } = alert;
  const handled = handledText(alert, style);
  const lines = [
    `${alertMark(alert)} *${escaped(finding.summary)}*`,
    standingText(alert, style),
    ...(handled === '' ? [] : [handled]),
  ];
  const menu = alertMenu(alert);
  return { ...sectionLines(lines), ...(menu ? { accessory: menu } : {}) };
}

/** @param id of the message, which what is pressed for all of them carries */
function severalMessage(alerts: readonly AlertView[], id: string, style: TimeStyle): SlackMessage {
  const sorted = worstFirst(alerts);
  const [worst] = sorted;
  if (!worst) return message('No alert is told here any more.', [section('No alert is told here any more.')]);
  const left = sorted.length - LISTED;
  const isOpen = ({ state, owner }: AlertView) => state !== 'resolved' && owner === null;
  const common = escaped(commonText(alerts));
  return message(
    `${alertMark(worst)} ${common}: ${escaped(worst.finding.summary)}`,
    [
      section(`${alertMark(worst)} *${common}*`),
      ...sorted.slice(0, LISTED).map((alert) => listedBlock(alert, style)),
      ...(left > 0 ? [smallLines([`… and ${left} more: ${code('/flows alerts')}`])] : []),
    ],
    sorted.some(isOpen) ? [actions([{ id: ACKNOWLEDGE_ALL, text: 'Acknowledge all', value: id }])] : [],
  );
}

/** A message as it is posted, and edited as its alerts change. Its times are read by people of several zones. */
export function alertMessage(
  { id, alerts }: { readonly id: string; readonly alerts: readonly AlertView[] },
  style: TimeStyle,
): SlackMessage {
  const [only, ...others] = alerts;
  if (!only || others.length > 0) return severalMessage(alerts, id, style);
  const pressed = alertActions(only);
  return message(notification(only), alertBlocks(only, style), pressed ? [pressed] : []);
}
