import { describe, expect, it } from 'vitest';
import { viewOf } from '../../../src/slack/alerts/view.ts';
import { storedAlert } from '../../kit/alerts.ts';

const NOW = 1_795_444_620_000;

describe('an alert as a message shows it', () => {
  it('goes on elsewhere where it has moved into another message, and nowhere else once it is over', () => {
    const alert = storedAlert({ message: 'M2' });

    expect(viewOf(alert, NOW, 'M1')?.isElsewhere).toBe(true);
    expect(viewOf(alert, NOW, 'M2')?.isElsewhere).toBe(false);
    expect(viewOf({ ...alert, state: 'resolved' }, NOW, 'M1')?.isElsewhere).toBe(false);
  });

  it('says that it was snoozed where it ended before the snooze', () => {
    const alert = storedAlert({ state: 'resolved', suppressed: { by: 'snooze', until: NOW } });

    expect(viewOf(alert, NOW)).toMatchObject({ snoozedUntil: null, silent: 'was snoozed' });
  });
});
