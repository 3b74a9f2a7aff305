/** Slack's limits on its blocks of data, the table and the chart, typed in a second time from its reference. The lower figure where its copies differ. */

type Fields = Readonly<Record<string, unknown>>;

const size = (text: string) => [...text].length;

function* unknownKeys(where: string, of: Fields, known: readonly string[]): Generator<string> {
  for (const key of Object.keys(of)) if (!known.includes(key)) yield `${where}: unknown key ${key}`;
}

/** A text that stands there, within its limit. */
function* textProblems(where: string, text: unknown, limit: number): Generator<string> {
  if (typeof text !== 'string') yield `${where}: no text`;
  else if (size(text) < 1 || size(text) > limit) yield `${where}: ${size(text)} characters, 1 to ${limit}`;
}

function* cellProblems(where: string, cell: Fields, isHeading: boolean): Generator<string> {
  yield* textProblems(where, cell['text'], 20_000);
  if (cell['type'] === 'raw_text') {
    yield* unknownKeys(where, cell, ['type', 'text']);
  } else if (cell['type'] === 'raw_number' && !isHeading) {
    yield* unknownKeys(where, cell, ['type', 'text', 'value']);
    if (!Number.isFinite(cell['value'])) yield `${where}: ${String(cell['value'])} is no number`;
  } else yield `${where}: a cell of type ${String(cell['type'])}`;
}

/** https://docs.slack.dev/reference/block-kit/blocks/data-table-block */
export function* dataTableProblems(where: string, block: Fields): Generator<string> {
  yield* unknownKeys(where, block, ['type', 'rows', 'caption', 'page_size', 'row_header_column_index']);
  yield* textProblems(`${where} caption`, block['caption'], 150);
  const pageSize = block['page_size'] ?? 5;
  if (!Number.isInteger(pageSize) || Number(pageSize) < 1 || Number(pageSize) > 100)
    yield `${where}: page size ${String(pageSize)}`;
  const rows = block['rows'] as readonly (readonly Fields[])[];
  if (rows.length < 2 || rows.length > 101) yield `${where}: ${rows.length} rows`;
  const widths = new Set(rows.map((row) => row.length));
  const [width = 0] = widths;
  if (widths.size !== 1) yield `${where}: rows of different lengths`;
  if (width < 1 || width > 20) yield `${where}: ${width} columns`;
  const characters = rows.flat().reduce((total, { text }) => total + size(String(text)), 0);
  if (characters > 10_000) yield `${where}: ${characters} characters`;
  for (const [at, row] of rows.entries())
    for (const cell of row) yield* cellProblems(`${where} row ${at}`, cell, at === 0);
}

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
export function* dataVisualizationProblems(where: string, block: Fields): Generator<string> {
  yield* unknownKeys(where, block, ['type', 'title', 'chart']);
  yield* textProblems(`${where} title`, block['title'], 50);
  const chart = block['chart'] as Fields;
  yield* unknownKeys(`${where} chart`, chart, ['type', 'series', 'axis_config']);
  if (!['bar', 'line', 'area'].includes(String(chart['type']))) yield `${where}: a ${String(chart['type'])}`;
  const axis = chart['axis_config'] as Fields;
  yield* unknownKeys(`${where} axis`, axis, ['categories', 'x_label', 'y_label']);
  for (const key of ['x_label', 'y_label']) yield* textProblems(`${where} ${key}`, axis[key], 50);
  const categories = axis['categories'] as readonly unknown[];
  if (categories.length < 1 || categories.length > 20) yield `${where}: ${categories.length} categories`;
  if (new Set(categories).size < categories.length) yield `${where}: the same category twice`;
  for (const category of categories) yield* textProblems(`${where} category`, category, 20);
  const series = chart['series'] as readonly Fields[];
  if (series.length < 1 || series.length > 6) yield `${where}: ${series.length} series`;
  if (new Set(series.map(({ name }) => name)).size < series.length) yield `${where}: the same name twice`;
  for (const { name, data, ...rest } of series) {
    yield* unknownKeys(`${where} series`, rest, []);
    yield* textProblems(`${where} series name`, name, 20);
    const points = data as readonly Fields[];
    if (JSON.stringify(points.map(({ label }) => label)) !== JSON.stringify(categories))
      yield `${where}: other points than categories`;
    if (points.some(({ value }) => !Number.isFinite(value))) yield `${where}: a value that is no number`;
  }
}
