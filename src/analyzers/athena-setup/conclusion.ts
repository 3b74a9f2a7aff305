/** What `athena-setup` answers: the statements and what is around them, or what has to be known first. Nothing of it is run here. */
import type { Finding, Listing, PlanPart } from '../../diagnosis/diagnosis.ts';
import type { FlowLog } from '../../network/flow-log.ts';
import type { Conclusion, Coverage, Scope } from '../analyzer.ts';
import { counted, listed } from '../flow-logs/phrases.ts';
import { flowLogEvidence } from '../not-logged.ts';
import { type Chosen, filesOf, isTransitGateways } from './chosen.ts';
import { createDatabase, createTable, type FileForm } from './ddl.ts';
import { extentOf, replacements } from './extent.ts';
import { finding } from './finding.ts';
import { deliveredLayout, type Extent, firehoseLayout, type Layout } from './layout.ts';
import { NAMES, sourceYaml, workgroupScript } from './surroundings.ts';
import { columnsOf } from './table-columns.ts';

const NOTES: readonly string[] = [
  'The statements make tables in the catalog and read or move no record; DDL is free, and queries cost about $5 for each terabyte that they scan.',
  'Where the records are encrypted with a key of KMS (SSE-KMS), whoever asks needs kms:Decrypt on that key, and kms:GenerateDataKey on that of the results; the table needs no setting for it.',
];

function coverageWith(notes: readonly string[]): Coverage {
  return {
    completeUntil: null,
    skipData: { records: 0, interfaces: [] },
    interfacesNotLogged: [],
    cutOff: false,
    notes,
  };
}

interface Subject {
  readonly first: FlowLog;
  readonly chosen: Chosen;
  readonly extent: Extent;
  readonly isFirehose: boolean;
}

function tableNameOf(flowLog: FlowLog): string {
  return isTransitGateways(flowLog) ? NAMES.transitGateway : NAMES.vpc;
}

function table({ first }: Subject, form: FileForm, layout: Layout): string {
  const columns =
    form === 'json-lines'
      ? [{ name: 'message', type: 'string' } as const]
      : columnsOf(first.format, form === 'parquet' ? 'parquet' : 'plain-text');
  return createTable({ database: NAMES.database, name: tableNameOf(first), columns, form, layout });
}

function tableParts(subject: Subject): readonly PlanPart[] {
  const { first, extent, isFirehose } = subject;
  if (!isFirehose) {
    const files = filesOf(first);
    return [
      {
        title: 'Table',
        language: 'sql',
        text: table(subject, files.fileFormat, deliveredLayout(extent, files)),
      },
    ];
  }
  const layout = firehoseLayout(extent);
  return [
    {
      title: 'Table, where each line is {"message": "2 1111…"}',
      language: 'sql',
      text: table(subject, 'json-lines', layout),
    },
    {
      title: 'Table, where each line is the record itself',
      language: 'sql',
      text: table(subject, 'plain-lines', layout),
    },
  ];
}

function sourcePart({ first, extent, isFirehose }: Subject): PlanPart {
  const text = sourceYaml({
    isTransitGateways: isTransitGateways(first),
    account: extent.accounts.length === 1 ? first.account : undefined,
    region: first.region ?? (extent.regions[0] === 'REGION' ? undefined : extent.regions[0]),
    format: isFirehose ? first.format : null,
  });
  return { title: 'Source, in flows.config.yaml', language: 'yaml', text };
}

const FORM_TEXT = { 'plain-text': 'text', parquet: 'Parquet' } as const;

function listingOf({ first, chosen, extent, isFirehose }: Subject): Listing {
  const { fileFormat, hivePartitions, hourly } = filesOf(first);
  const rows = [
    { part: 'Flow logs', value: listed(chosen.flowLogs.map(({ flowLogId }) => flowLogId)) },
    { part: 'Records in', value: isFirehose ? `${extent.place} (Firehose)` : extent.place },
    ...(isFirehose
      ? []
      : [
          { part: 'Files', value: FORM_TEXT[fileFormat] },
          {
            part: 'Partitions',
            value: `${hourly ? 'hours' : 'days'}${hivePartitions ? ', by the names that Hive knows' : ''}, since ${extent.firstDay}`,
          },
        ]),
    { part: 'Table', value: `${NAMES.database}.${tableNameOf(first)}` },
  ];
  return {
    columns: [
      { key: 'part', title: 'Part', unit: 'text' },
      { key: 'value', title: 'Value', unit: 'text' },
    ],
    rows,
  };
}

/** A flow log that the table is not for, and why that matters. */
function otherFindings({ others, mixed }: Chosen): readonly Finding[] {
  return [
    ...mixed.map((one) =>
      finding({
        confidence: 0.9,
        summary: `${one.flowLogId} writes other fields or files to the same place, and this table would misread them`,
        evidence: flowLogEvidence([one]),
        nextCheck:
          'Give one of them a prefix of its own: a flow log cannot be changed, so delete it and make it anew.',
      }),
    ),
    ...others
      .filter((one) => !mixed.includes(one))
      .map((one) =>
        finding({
          confidence: 0.9,
          summary: `${one.flowLogId} delivers to another place or in another form, and needs a table of its own`,
          evidence: flowLogEvidence([one]),
          nextCheck: `Ask \`athena-setup ${one.flowLogId}\`.`,
        }),
      ),
  ];
}

export function planned(scope: Scope, chosen: Chosen, first: FlowLog): Conclusion {
  const isFirehose = scope.request.firehose === true || first.destination === 'kinesis-data-firehose';
  const subject = { first, chosen, extent: extentOf(chosen.flowLogs, scope, isFirehose), isFirehose };
  const todo = replacements(subject.extent, isFirehose);
  const many = chosen.flowLogs.length;
  return {
    findings: [
      finding({
        confidence: 0.9,
        summary: `A table of Athena for ${many === 1 ? first.flowLogId : `${counted(many, 'flow log')} alike`}: ${first.format.length} fields of ${isFirehose ? 'the lines that Firehose delivers' : `${FORM_TEXT[filesOf(first).fileFormat]} files in ${subject.extent.place}`}`,
        evidence: flowLogEvidence(chosen.flowLogs),
        nextCheck: [
          ...todo,
          'Read the statements, and run them yourself in the workgroup: nothing exists before that.',
        ].join(' '),
      }),
      ...otherFindings(chosen),
    ],
    listing: listingOf(subject),
    plan: [
      { title: 'Workgroup', language: 'shell', text: workgroupScript() },
      { title: 'Database', language: 'sql', text: createDatabase(NAMES.database) },
      ...tableParts(subject),
      sourcePart(subject),
    ],
    coverage: coverageWith(NOTES),
  };
}
