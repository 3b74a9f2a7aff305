/** Makes pixels of a picture, with a font of its own: containers have none. */
import { createRequire } from 'node:module';
import { CHART_FONT } from '../present/chart.ts';

/** So many pixels for each unit of the picture, so that it stays sharp where a screen has more than one. */
const ZOOM = 2;

const FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'] as const;

/** The picture as PNG. @throws when it is no SVG. */
export async function png(svg: string): Promise<Uint8Array> {
  const { renderAsync } = await import('@resvg/resvg-js');
  const { resolve } = createRequire(import.meta.url);
  const rendered = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: ZOOM },
    font: {
      loadSystemFonts: false,
      fontFiles: FONTS.map((name) => resolve(`dejavu-fonts-ttf/ttf/${name}`)),
      defaultFontFamily: CHART_FONT,
    },
  });
  return rendered.asPng();
}
