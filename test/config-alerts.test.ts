import { describe, expect, it } from 'vitest';
import { ALERT_DEFAULTS } from '../src/alerts/settings.ts';
import { readConfig } from '../src/config-schema.ts';

const SOURCE = 'sources: [{name: production, kind: files, paths: [a.log]}]';

function read(alerts: string) {
  return readConfig({}, { path: 'flows.config.yaml', text: `${SOURCE}\nalerts: ${alerts}` });
}

describe('the configuration of alerts', () => {
  it('names a channel, and leaves the rest as it is', () => {
    expect(read('{channel: C012ABC}')).toMatchObject({
      config: { alerts: { ...ALERT_DEFAULTS, channel: 'C012ABC' } },
    });
  });

  it('takes amounts and times as people write them', () => {
    expect(
      read('{every: 10m, everyDay: 12h, groupWait: 90s, repeatEvery: 7200, bytesPerDay: 1 TB}'),
    ).toMatchObject({
      config: {
        alerts: { every: 600, everyDay: 43_200, groupWait: 90, repeatEvery: 7200, bytesPerDay: 1e12 },
      },
    });
  });

  it('sends alerts to other channels, or to none, by what they are', () => {
    const routes =
      '[{detectors: [port-scan], severities: [high], channel: C1AB}, {sources: [production], channel: null}]';

    expect(read(`{routes: ${routes}, off: [smtp-out]}`)).toMatchObject({
      config: {
        alerts: {
          routes: [
            { detectors: ['port-scan'], severities: ['high'], channel: 'C1AB' },
            { sources: ['production'], channel: null },
          ],
          off: ['smtp-out'],
        },
      },
    });
  });

  it('says what is wrong, and what is allowed', () => {
    const wrong =
      '{channel: "#ops", every: 5 minutes, sources: [prod], routes: [{sources: [x], chanel: C1AB, channel: C1AB}]}';

    expect(read(wrong)).toEqual({
      issues: [
        'alerts.channel in flows.config.yaml is "#ops"; it must be a Slack channel id, such as C012ABC.',
        'alerts.routes[0].chanel in flows.config.yaml is not a setting; did you mean channel?',
        'alerts.every in flows.config.yaml is "5 minutes"; it must be a length of time, such as 90s, 5m, 6h or 2d.',
      ],
    });
    expect(read('{every: 30s}')).toMatchObject({
      issues: ['alerts.every in flows.config.yaml is "30s"; it must be a time of at least 1m.'],
    });
    expect(read('{sources: [prod], routes: [{sources: [production, x], channel: C1AB}]}')).toEqual({
      issues: [
        'alerts.sources[0] in flows.config.yaml is "prod"; it must be production.',
        'alerts.routes[0].sources[1] in flows.config.yaml is "x"; it must be production.',
      ],
    });
    expect(read('{off: [port-scans]}')).toMatchObject({
      issues: [
        expect.stringContaining(
          'alerts.off[0] in flows.config.yaml is "port-scans"; it must be flow-log-gap or',
        ),
      ],
    });
  });
});
