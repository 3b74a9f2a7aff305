/**
 * Who may import whom, besides itself: the table of the design, one row a folder. A folder may not be imported by one that is not listed.
 * `slack`, `main`, `cli`, `config`, `sources` and `demo` are the edges and may import everything.
 */
const mayImport = {
  record: [],
  http: [],
  query: ['record'],
  network: ['record'],
  diagnosis: ['record'],
  analyzers: ['record', 'query', 'network', 'diagnosis'],
  backends: ['record', 'query', 'network'],
  feeds: ['record', 'http', 'query', 'network', 'diagnosis', 'analyzers'],
  telemetry: ['query'],
  investigation: ['record', 'query', 'network', 'diagnosis', 'analyzers'],
  commands: ['record', 'query', 'network', 'diagnosis', 'analyzers', 'investigation'],
  present: ['record', 'diagnosis'],
  chart: ['record', 'diagnosis', 'present'],
  results: ['record', 'query', 'network', 'diagnosis', 'analyzers', 'investigation', 'present'],
  access: ['record', 'query', 'network', 'diagnosis', 'analyzers', 'investigation'],
  store: ['record', 'diagnosis'],
  incidents: [
    'record',
    'query',
    'network',
    'diagnosis',
    'analyzers',
    'investigation',
    'commands',
    'present',
    'access',
    'store',
  ],
  alerts: [
    'record',
    'query',
    'network',
    'diagnosis',
    'analyzers',
    'investigation',
    'commands',
    'present',
    'access',
    'store',
    'telemetry',
  ],
  alarms: ['record', 'http', 'query', 'network', 'diagnosis', 'analyzers', 'investigation', 'commands'],
  slack: [
    'record',
    'http',
    'query',
    'network',
    'diagnosis',
    'analyzers',
    'investigation',
    'commands',
    'present',
    'chart',
    'results',
    'access',
    'store',
    'incidents',
    'alerts',
    'alarms',
    'telemetry',
  ],
};

const layers = Object.entries(mayImport).map(([folder, allowed]) => ({
  name: `${folder}-imports`,
  comment: `src/${folder} may import only: ${[folder, ...allowed].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...allowed].join('|')})/` },
}));

/** Folders without a clock, randomness, environment, file system, network or console: what they need of those is handed in. */
const PURE =
  '^src/(record|query|network|diagnosis|analyzers|investigation|commands|present|access|incidents)/';

module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'pure-folders-do-no-io',
      comment: 'Files, network, processes and vendor SDKs belong to the edges; node:crypto only hashes here.',
      severity: 'error',
      from: { path: PURE },
      to: {
        path: '^(@aws-sdk/|@duckdb/|@slack/(?!types)|pino|nock)|node_modules/(@aws-sdk|@duckdb|@slack/(?!types)|pino)/',
        pathNot: '@slack/types',
      },
    },
    {
      name: 'pure-folders-use-no-node-io',
      severity: 'error',
      from: { path: PURE },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'bolt-lives-in-slack',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/slack/' },
      to: { path: 'node_modules/@slack/bolt/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: '^src/(main|cli)\\.ts$' },
      to: {},
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-development-packages',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
