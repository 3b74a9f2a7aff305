/** The picture of an answer that has a chart. */
import type { Answer } from '../../diagnosis/answer.ts';
import type { Chart } from '../../diagnosis/diagnosis.ts';
import type { BlockForm } from '../../present/block-kit.ts';
import type { TimeStyle } from '../../present/time.ts';
import { threadForms } from '../delivery/forms.ts';
import type { TakenForms } from '../delivery/taken-forms.ts';
import type { Attachment } from '../delivery/upload.ts';

function isEmpty({ series }: Chart): boolean {
  return series.every(({ values }) => values.every((value) => value === null || value === 0));
}

/** Null where there is nothing to draw. The libraries that draw are large, so they are loaded when there is. */
export async function pictureOf(answer: Answer, style: TimeStyle): Promise<Attachment | null> {
  if (answer.kind !== 'diagnosis' || !answer.diagnosis.chart) return null;
  const { chart, summary } = answer.diagnosis;
  if (isEmpty(chart)) return null;
  const [{ chartSvg }, { png }] = await Promise.all([
    import('../../present/chart.ts'),
    import('../../chart/png.ts'),
  ]);
  const bytes = new Uint8Array(await png(chartSvg(chart, style)));
  return {
    name: 'timeline.png',
    title: chart.title,
    altText: `${chart.title}, as bars: ${summary}`,
    content: new Blob([bytes], { type: 'image/png' }),
  };
}

/** Whether Slack draws the chart itself, so that a picture would show the same again. What it takes is known once the answer is there. */
export async function isDrawn(
  answer: Answer,
  form: BlockForm,
  style: TimeStyle,
  takenForms: TakenForms,
): Promise<boolean> {
  for (const forms of threadForms(answer, form, style, null)) {
    const [{ blocks }] = await takenForms.among(forms);
    if (blocks.some(({ type }) => type === 'data_visualization')) return true;
  }
  return false;
}
