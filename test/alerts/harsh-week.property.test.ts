import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/alerts/alert.ts';
import { isHushed } from '../../src/alerts/life/suppression.ts';
import { byKey } from '../../src/analyzers/detection/by-key.ts';
import { alertMessage } from '../../src/present/alerts/alert-message.ts';
import { replyMessage } from '../../src/present/alerts/alert-reply.ts';
import { digestMessage } from '../../src/present/alerts/digest-message.ts';
import { viewOf, viewsOf } from '../../src/slack/alerts/view.ts';
import type { Life } from '../kit/alert-life.ts';
import { messageProblems } from '../kit/block-kit-validator.ts';
import { HARSH, harshWeek } from '../kit/harsh-week.ts';

const SEEDS = [1, 2, 3];
const UTC = { timeZone: 'UTC' };
/** What is only said of an alert that fires at that moment. */
const ON = [
  'reminder',
  'still-firing',
  'snooze-over',
  'mute-over',
  'reopened',
  'severity',
  'larger',
  'joined',
];

function isCalledFor({ severity, suppressed }: Alert): boolean {
  return severity === 'high' && suppressed === null;
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

describe('a harsh week', () => {
  const runs = new Map<number, Life>();
  const always = (holds: (run: Life) => void) => {
    for (const seed of SEEDS) {
      const run = runs.get(seed) ?? harshWeek(seed);
      runs.set(seed, run);
      holds(run);
    }
  };

  it('posts beyond the budget of a channel and day only what is severe, and one digest', () => {
    always((run) => {
      const days = byKey(
        run.posts(),
        ({ message, atMs }) => `${message.kind} ${message.channel} ${dayOf(atMs)}`,
      );
      for (const [day, posts] of days) {
        const most = day.startsWith('digest') ? 1 : HARSH.messagesPerDay;
        const beyond = posts.slice(most).filter(({ alerts }) => !alerts.some(isCalledFor));
        expect([day, beyond]).toEqual([day, []]);
      }
    });
  }, 120_000);

  it('folds nothing that is severe', () => {
    always((run) => {
      const folded = run.shown
        .flatMap(({ alerts }) => alerts)
        .filter(
          ({ severity, state, suppressed }) =>
            severity === 'high' && state !== 'resolved' && suppressed?.by === 'digest',
        );
      expect(folded).toEqual([]);
    });
  }, 120_000);

  it('has a reason for everything that fired and was never told', () => {
    always((run) => {
      const untold = run
        .alerts()
        .filter(({ firedAt, toldSeverity }) => firedAt !== null && toldSeverity === null);
      expect(untold.length).toBeGreaterThan(100);
      expect(untold.filter(({ suppressed }) => suppressed === null).map(({ id }) => id)).toEqual([]);
    });
  }, 120_000);

  it('leaves no message that shows something as firing that is over, unless it says that it goes on elsewhere', () => {
    always((run) => {
      const last = new Map(run.shown.map((shown) => [shown.message.id, shown]));
      const stale = [...last.values()].flatMap(({ message, alerts, atMs }) =>
        viewsOf(alerts, atMs, message.id).filter(
          ({ state, isElsewhere }) => state !== 'resolved' && !isElsewhere,
        ),
      );
      expect(stale).toEqual([]);
    });
  }, 120_000);

  it('says each thing once, and of several alerts of one message at once', () => {
    always((run) => {
      const ids = run.said.map(({ reply }) => reply.id);
      const moments = run.said
        .filter(({ reply }) => ['resolved', 'flapping', 'reminder', 'mute-over'].includes(reply.what))
        .map(({ reply, atMs }) => `${reply.message} ${atMs} ${reply.what}`);
      const told = run.entries.filter(({ what }) => what === 'told').map(({ alert }) => alert);
      for (const all of [ids, moments, told, run.rulesOver().map(String)])
        expect(new Set(all).size).toBe(all.length);
    });
  }, 120_000);

  it('says in no thread that something fires that is over, nor anything of what somebody silenced', () => {
    always((run) => {
      const wrong = run.said.filter(
        ({ about, reply }) =>
          !about || isHushed(about) || (about.state === 'resolved' && ON.includes(reply.what)),
      );
      expect(wrong).toEqual([]);
    });
  }, 120_000);

  it('is made of messages that Slack takes', () => {
    always((run) => {
      const roots = run.shown.map(({ message: { id, day, kind }, alerts: all, atMs }) => {
        const alerts = viewsOf(all, atMs, id);
        return kind === 'digest' ? digestMessage({ day, alerts }, UTC) : alertMessage({ id, alerts }, UTC);
      });
      const replies = run.said.flatMap(({ reply, about, atMs }) => {
        const view = about && viewOf(about, atMs);
        return view ? [replyMessage(reply.what, view, reply.more)] : [];
      });
      expect([...roots, ...replies].flatMap(messageProblems)).toEqual([]);
    });
  }, 120_000);
});
