import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../../src/config-schema.ts';
import { configurationSchemaFile } from './configuration-schema.ts';
import { EXAMPLE, exampleOf } from './example-configuration.ts';

/** As an editor reads it. zod compiles patterns without Unicode, which editors know. */
const inEditor = z.fromJSONSchema(
  JSON.parse(configurationSchemaFile().replaceAll('\\\\p{L}\\\\p{N}', 'A-Za-z0-9')),
);

function isRightForFlows(text: string): boolean {
  return 'config' in readConfig({}, { path: 'flows.config.yaml', text });
}

function isRightInEditor(text: string): boolean {
  return inEditor.safeParse(parse(text)).success;
}

describe('the schema for editors', () => {
  it.each([
    EXAMPLE,
    ...['access', 'detection', 'alarms', 'alerts'].map(
      (name) => `${exampleOf('sources')}\n${exampleOf(name)}`,
    ),
    'sources: [{name: a, kind: athena, database: flows, maxBytesPerQuery: 1.5 tb}]',
    'alerts: {every: 300, groupWait: 90s, routes: [{channel: null}]}',
    'budgets: {question: {}, perDay: {bytes: 2000}}',
    '{}',
  ])('takes what flows takes: %#', (text) => {
    expect(isRightForFlows(text)).toBe(true);
    expect(isRightInEditor(text)).toBe(true);
  });

  it.each([
    'sorces: []',
    'sources: [{name: a, kind: filez}]',
    'sources: [{name: b c, kind: files, paths: [x]}]',
    'sources: [{name: a, kind: files, paths: []}]',
    'sources: [{name: a, kind: insights, logGruops: [x]}]',
    'sources: [{name: a, kind: insights, account: 111122223333}]',
    'sources: [{name: a, kind: insights, role: {arn: me}}]',
    'alerts: {channel: "#ops"}',
    'alerts: {every: 5 minutes}',
    'alerts: {off: [port-scans]}',
    'alerts: {routes: [{sources: [a]}]}',
    'budgets: {question: {bytes: lots}}',
    'budgets: {question: {bytes: 0}}',
    'detection: {detectors: {beacon: {spanHour: 4}}}',
    'slack: {form: modern}',
    "drainSeconds: '20'",
    'store: {keepDays: {questions: 0}}',
  ])('refuses what flows refuses: %s', (text) => {
    expect(isRightForFlows(text)).toBe(false);
    expect(isRightInEditor(text)).toBe(false);
  });
});
