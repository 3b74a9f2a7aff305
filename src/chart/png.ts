/** Makes pixels of a picture, with a font of its own: containers have none. */
import { createRequire } from 'node:module';
import { CHART_FONT } from '../present/chart.ts';

/** So many pixels for each unit of the picture, so that it stays sharp where a screen has more than one. */
const ZOOM = 2;

const require = createRequire(import.meta.url);

function fonts(): string[] {
  return [
    require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
    require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
  ];
}

/** The picture as PNG. @throws when it is no SVG. */
export async function png(svg: string): Promise<Uint8Array> {
  const { renderAsync } = await import('@resvg/resvg-js');
  const rendered = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: ZOOM },
    font: {
      loadSystemFonts: false,
      fontFiles: fonts(),
      defaultFontFamily: CHART_FONT,
    },
  });
  return rendered.asPng();
}
