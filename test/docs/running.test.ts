import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { EnvironmentSchema } from '../../src/config-environment.ts';
import { createMetrics } from '../../src/slack/health/metrics.ts';
import { healthRoutes } from '../../src/slack/health/routes.ts';
import { memoryStore } from '../kit/stores.ts';

interface Manifest {
  readonly spec: {
    readonly selector: Readonly<Record<string, unknown>>;
    readonly ports?: readonly { readonly targetPort: string }[];
    readonly template?: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: {
        readonly containers: readonly { readonly ports: readonly { readonly name: string }[] }[];
      };
    };
  };
}

const PAGE = readFileSync(new URL('../../docs/running.md', import.meta.url), 'utf8');

function blocks(language: string): readonly string[] {
  return [...PAGE.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, text = '']) => text,
  );
}

describe('the page on running it', () => {
  it('has definitions that can be read', () => {
    expect(blocks('json').map((text) => Object.keys(JSON.parse(text)))).toHaveLength(2);
    expect(blocks('yaml').map((text) => (parse(text) as { kind?: string }).kind)).toEqual([
      'Deployment',
      'Service',
    ]);
  });

  it('reads the log of every pod, and reaches them over HTTP, by the labels that they have', () => {
    const [deployment, service] = blocks('yaml').map((text) => parse(text) as Manifest);
    const [label = [], ...others] = Object.entries(deployment?.spec.template?.metadata.labels ?? {});
    const ports = deployment?.spec.template?.spec.containers.flatMap((one) => one.ports) ?? [];

    expect(others).toEqual([]);
    expect(PAGE).toContain(`kubectl logs -l ${label.join('=')} --tail=-1 --prefix=false`);
    expect(PAGE).not.toContain('kubectl logs deployment');
    expect(service?.spec.selector).toEqual(Object.fromEntries([label]));
    expect(ports.map(({ name }) => name)).toContain(service?.spec.ports?.[0]?.targetPort);
  });

  it('names settings and paths that there are', () => {
    const [task] = blocks('json').map(
      (text) => JSON.parse(text) as { containerDefinitions?: { secrets: { name: string }[] }[] },
    );
    const names = task?.containerDefinitions?.[0]?.secrets.map(({ name }) => name) ?? [];
    const paths = healthRoutes(async () => Promise.reject(new TypeError('not asked'))).map(
      ({ path }) => path,
    );

    expect(names.filter((name) => !(name in EnvironmentSchema.shape))).toEqual([]);
    expect(paths.filter((path) => !PAGE.includes(`path: ${path},`))).toEqual([]);
  });

  it('tells of every metric that there is, and no other', async () => {
    const running = { count: 0, waiting: 0 };
    const { text } = await createMetrics({ store: await memoryStore(), running, lags: () => [] }).render();
    const names = [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name);
    const told = [...PAGE.matchAll(/^\| `(flows_\w+)`/gm)].map(([, name]) => name);

    expect(told.toSorted()).toEqual(names.toSorted());
  });
});
