import { describe, expect, it } from 'vitest';
import { type AwsMock, ok } from '../../kit/aws-mock.ts';
import {
  answersAsMemoryDoes,
  ask,
  CASE_RECORDS,
  GATEWAY_RECORDS,
  tellsKindsApart,
} from '../../kit/engine-contract.ts';
import { DISCOVERED, eventOf, formatOf } from '../../kit/insights-events.ts';
import { interpret, type LogEvent } from '../../kit/insights-interpreter.ts';
import { flowLogsReply, insightsSource, mockInsights, resultsReply } from '../../kit/insights-source.ts';
import { CASE_HEADER, GATEWAY_HEADER, KIND_CASES } from '../../kit/query-cases.ts';

/** CloudWatch Logs that holds these events and runs the queries it is sent. */
function serve(aws: AwsMock, events: readonly LogEvent[]): void {
  const results: (readonly Readonly<Record<string, string>>[])[] = [];
  aws.maybe('StartQuery', ({ queryString, startTime, endTime, limit }) => {
    const query = { text: String(queryString), startTime: Number(startTime), endTime: Number(endTime) };
    const rows = interpret(query, events, DISCOVERED)
      .slice(0, Number(limit))
      .map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value])));
    return ok({ queryId: `q-${results.push(rows) - 1}` });
  });
  aws.maybe('GetQueryResults', ({ queryId }) =>
    resultsReply('Complete', results[Number(String(queryId).slice(2))] ?? []),
  );
}

describe('the engine of CloudWatch Logs Insights', () => {
  const aws = mockInsights();
  const format = formatOf(CASE_HEADER);

  answersAsMemoryDoes(async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply([{ format: CASE_HEADER, interval: 600 }]));
    serve(
      aws,
      CASE_RECORDS.map((record) => eventOf(record, format)),
    );
    return insightsSource().engine;
  });
});

describe('log groups that transit gateways write to as well', () => {
  const aws = mockInsights();
  const [format, gatewayFormat] = [formatOf(CASE_HEADER), formatOf(GATEWAY_HEADER)];
  const events = [
    ...CASE_RECORDS.map((record) => eventOf(record, format)),
    ...GATEWAY_RECORDS.map((record) => eventOf(record, gatewayFormat)),
  ];

  tellsKindsApart(async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply([{ format: CASE_HEADER }, { format: GATEWAY_HEADER }]));
    serve(aws, events);
    return insightsSource().engine;
  });

  it('are not queried for a kind of record that none of their formats is of', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply([{ format: CASE_HEADER }]));
    const { engine } = insightsSource();

    const found = await Promise.all(
      KIND_CASES.filter(({ query }) => query.of !== undefined).map(({ query }) => ask(engine, query)),
    );
    await engine.close();

    expect(found.map(({ rows, scan }) => [rows.length, scan.queries])).toEqual(found.map(() => [0, 0]));
  });
});
