/** Makes the report of an incident and delivers it: Markdown or CSV as a file, or a canvas where this Slack has them. */
import type { IncidentReport } from '../../diagnosis/incident-report.ts';
import { loadView } from '../../incidents/load.ts';
import { reportOf } from '../../incidents/report.ts';
import type { IncidentView } from '../../incidents/view.ts';
import { noticeMessage } from '../../present/block-kit.ts';
import { escaped, prose } from '../../present/mrkdwn.ts';
import { reportMessage } from '../../present/report-blocks.ts';
import { renderReportCsv } from '../../present/report-csv.ts';
import { renderReportMarkdown } from '../../present/report-markdown.ts';
import type { Address } from '../address.ts';
import { becauseOf } from '../delivery/attachments.ts';
import { simpleForms } from '../delivery/forms.ts';
import { isNotInvited, problemOf } from '../delivery/problems.ts';
import type { Attachment } from '../delivery/upload.ts';
import type { Worker } from '../delivery/work.ts';
import type { Desk } from '../desk.ts';
import { makeCanvas } from './canvas.ts';
import { threadOf } from './card.ts';
import { type Circumstances, tell, whisperTo } from './circumstances.ts';
import type { IncidentInput } from './input.ts';
import { targetOf } from './target.ts';

function fileOf(report: IncidentReport, form: 'markdown' | 'csv'): Attachment {
  const [extension, text, what] =
    form === 'csv'
      ? (['csv', renderReportCsv(report), 'Evidence'] as const)
      : (['md', renderReportMarkdown(report), 'Report'] as const);
  return {
    name: `${report.name.toLowerCase()}.${extension}`,
    title: `${what} of ${report.name}: ${report.title}`,
    altText: null,
    content: new Blob([text], { type: 'text/plain' }),
  };
}

async function enterDeed(
  { desk, id, input }: Circumstances,
  view: IncidentView | null,
  refused: string | null,
) {
  const { action, askedBy, place, at } = input;
  const sources = new Set(view?.findings.flatMap(({ question }) => question.sources));
  const form = action.do === 'report' ? action.as : 'markdown';
  await desk.audit.enter({
    key: `report/${id}`,
    ...{ at, by: askedBy, channel: place.channel, bytes: null, verdict: null },
    action: form === 'csv' ? 'export' : 'report',
    outcome: refused === null ? 'done' : 'refused',
    what: `incident report${view ? ` INC-${view.incident.number}` : ''} as ${form}`,
    sources: [...sources],
    note: refused,
  });
}

async function attach(
  { steps }: Circumstances,
  to: Address,
  report: IncidentReport,
  form: 'markdown' | 'csv',
) {
  const attached = await steps.attach('file', to, fileOf(report, form));
  if (attached.ok) return;
  const note = `The file is not here: ${becauseOf(attached.failure, to.channel)}`;
  await steps.post('no-file', to, simpleForms(noticeMessage(prose(note))));
}

/** A canvas draws no HTML. */
function forCanvas(markdown: string): string {
  return markdown.replace(/^<sub>(.*)<\/sub> *$/gm, '$1');
}

async function canvas(at: Circumstances, to: Address, report: IncidentReport): Promise<void> {
  const { desk, id, steps } = at;
  const title = `${report.name}: ${report.title}`;
  const markdown = forCanvas(renderReportMarkdown(report));
  const made = await makeCanvas(desk, { key: id, title, markdown, channel: to.channel });
  if (made.kind === 'made') {
    await steps.post('canvas', to, simpleForms(noticeMessage(`<${made.url}|${escaped(title)}>`)));
    return;
  }
  const note = `There is no canvas: ${made.because} The report is a file instead.`;
  await steps.post('no-canvas', to, simpleForms(noticeMessage(prose(note))));
  await attach(at, to, report, 'markdown');
}

async function deliver(at: Circumstances, view: IncidentView): Promise<void> {
  const { input, steps } = at;
  const { action, place } = input;
  const { incident } = view;
  const report = reportOf(view);
  const to = incident.channel === place.channel ? threadOf(incident) : place;
  const posted = await steps.post('summary', to, simpleForms(reportMessage(report)));
  if (!posted.ok) {
    const problem = isNotInvited(posted.failure, to.channel)
      ? {
          problem: 'I cannot write in this conversation.',
          todo: 'Invite me with /invite @flows, then ask again.',
        }
      : problemOf(posted.failure);
    return tell(at, problem);
  }
  const form = action.do === 'report' ? action.as : 'markdown';
  if (form === 'canvas') await canvas(at, to, report);
  else await attach(at, to, report, form);
  if (to.channel === place.channel && to.thread === place.thread) return;
  const where = noticeMessage(escaped(`The report is in the thread of ${report.name}, ${report.title}.`));
  await whisperTo(at)(where);
}

export function reportWorker(desk: Desk): Worker<IncidentInput> {
  return async (id, input, steps) => {
    const at = { desk, id, input, steps };
    const { action, askedBy, place } = input;
    const visitor = { user: askedBy, channel: place.channel };
    const access = await desk.gate.admit(visitor);
    if (access.kind === 'refused') {
      await enterDeed(at, null, access.because);
      return tell(at, { problem: access.because, todo: access.todo });
    }
    const target = await targetOf(desk, action, askedBy, place);
    if (target.kind === 'none') return tell(at, target);
    const view = await loadView(desk, target.incident.number, visitor);
    if (!view) return;
    await enterDeed(at, view, null);
    await deliver(at, view);
  };
}
