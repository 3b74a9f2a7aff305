import { describe, expect, it } from 'vitest';
import { decided } from '../../kit/alerting-bot.ts';
import { mockInsights } from '../../kit/insights-source.ts';
import { answeringInsights, startLoggedBot } from '../../kit/logged-bot.ts';
import { held } from '../../kit/slack-bot.ts';
import { memoryStore } from '../../kit/stores.ts';

async function lineOf(metricsPort: number, begins: string): Promise<string | undefined> {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  return text.split('\n').find((line) => line.startsWith(begins));
}

describe('the numbers of a whole bot', () => {
  const aws = mockInsights();

  it('tell of a question, its acknowledgement, its answer, its queries with their price, and the calls of Slack it took', async () => {
    answeringInsights(aws);
    const { slack, port, metricsPort, said } = await startLoggedBot();
    slack.intercept(({ method }, calls) =>
      method === 'chat.postMessage' && calls.filter((call) => call.method === method).length === 1
        ? { status: 429, headers: { 'retry-after': '0' } }
        : undefined,
    );

    await slack.command(port, { text: 'reject 10.0.1.5' });
    await said('a question was answered');

    const of = (begins: string) => lineOf(metricsPort, begins);
    expect(await of('flows_questions_total')).toBe('flows_questions_total{verb="reject",outcome="done"} 1');
    expect(await of('flows_acknowledge_seconds_count')).toBe('flows_acknowledge_seconds_count 1');
    expect(await of('flows_answer_seconds_count')).toBe('flows_answer_seconds_count{verb="reject"} 1');
    expect(await of('flows_queries_total')).toMatch(
      /\{backend="insights",by="question",outcome="done"\} [1-9]/,
    );
    expect(await of('flows_scanned_bytes_total')).toMatch(/by="question"\} \d*000000$/);
    expect(await of('flows_scanned_usd_total')).toMatch(/by="question"\} 0\.000\d+$/);
    expect(await of('flows_slack_calls_total{method="chat.postMessage",status="429"}')).toMatch(/ 1$/);
    expect(await of('flows_slack_calls_total{method="chat.postMessage",status="200"}')).toMatch(/ [1-9]$/);
  });

  it('tell what runs, what waits for its turn, and what is not delivered yet', async () => {
    const { source, begun, release } = held();
    const { slack, port, metricsPort, said } = await startLoggedBot({ sources: [source], atOnce: 1 });
    const of = (begins: string) => lineOf(metricsPort, begins);

    await slack.command(port, { text: 'reject 10.0.1.5' });
    await begun;
    await slack.command(port, { text: 'reject 10.0.1.6' });

    await expect.poll(() => of('flows_questions_waiting')).toBe('flows_questions_waiting 1');
    expect(await of('flows_questions_running')).toBe('flows_questions_running 2');
    expect(await of('flows_work_open')).toBe('flows_work_open 2');
    release();
    await said('a question was answered');
    await expect.poll(() => of('flows_work_open')).toBe('flows_work_open 0');
    expect(await of('flows_questions_waiting')).toBe('flows_questions_waiting 0');
  });

  it('tell how many alerts are in which state', async () => {
    const store = await memoryStore();
    await decided(store);
    const { metricsPort } = await startLoggedBot({ store });

    expect(await lineOf(metricsPort, 'flows_alerts{')).toBe('flows_alerts{state="firing"} 1');
  });
});
