import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Access, maySee } from '../../src/access/access.ts';
import {
  type AccessSettings,
  admission,
  groupsThatMatter,
  type PersonFacts,
  type Rule,
  type Visit,
} from '../../src/access/rules.ts';
import { sourceNamed } from '../kit/access.ts';

const SOURCES = [sourceNamed('open'), sourceNamed('payments', { team: 'payments' }), sourceNamed('core')];
const GENERAL = { question: { bytes: 50e9 }, personPerDay: { bytes: 500e9 }, perDay: { bytes: 5e12 } };
const COLLEAGUE: PersonFacts = {
  isDeactivated: false,
  isApp: false,
  isGuest: false,
  isOutsider: false,
  groups: [],
};

function rule(parts: Partial<Rule>): Rule {
  return { name: 'a rule', users: [], groups: [], channels: [], sources: ['all'], budgets: {}, ...parts };
}

function settings(parts: Partial<AccessSettings>): AccessSettings {
  return { rules: [], externalChannels: [], guests: [], auditors: [], ...parts };
}

function visit(
  person: Partial<PersonFacts> = {},
  place: Partial<Visit['place']> = {},
  visitor = { user: 'U1', channel: 'C1' },
): Visit {
  return {
    visitor,
    person: { ...COLLEAGUE, ...person },
    place: { isExternal: false, isOpenToThem: true, ...place },
  };
}

function admit(rules: readonly Rule[], at = visit(), parts: Partial<AccessSettings> = {}): Access {
  return admission(settings({ rules, ...parts }), at, SOURCES, GENERAL);
}

function namesOf(access: Access): readonly string[] {
  return access.kind === 'allowed' ? access.sources.map(({ name }) => name) : [];
}

function budgetsOf(access: Access) {
  return access.kind === 'allowed' ? access.budgets : undefined;
}

describe('without rules', () => {
  it('everybody of the workspace may ask everything, with the general budgets', () => {
    expect(admit([])).toEqual({ kind: 'allowed', sources: SOURCES, budgets: GENERAL });
  });

  it.each([
    ['a guest', visit({ isGuest: true }), 'You are a guest'],
    ['somebody of another organisation', visit({ isOutsider: true }), 'another organisation'],
    ['an app', visit({ isApp: true }), 'Apps may not ask'],
    ['a deactivated account', visit({ isDeactivated: true }), 'deactivated'],
    ['a conversation that they are not in', visit({}, { isOpenToThem: false }), 'not in that conversation'],
    ['a channel shared with others', visit({}, { isExternal: true }), 'People of another organisation read'],
  ])('refuses %s, with the reason and what to do', (_, at, because) => {
    expect(admit([], at)).toEqual({
      kind: 'refused',
      because: expect.stringContaining(because),
      todo: expect.stringMatching(/^[A-Z].*\.$/),
    });
  });

  it('lets in the guests and shared channels that are listed', () => {
    expect(namesOf(admit([], visit({ isGuest: true }), { guests: ['U1'] }))).toHaveLength(3);
    expect(namesOf(admit([], visit({ isOutsider: true }), { guests: ['U1'] }))).toHaveLength(3);
    expect(namesOf(admit([], visit({}, { isExternal: true }), { externalChannels: ['C1'] }))).toHaveLength(3);
  });

  it('refuses a guest in a shared channel where only one of them is listed', () => {
    const at = visit({ isGuest: true }, { isExternal: true });

    expect(admit([], at, { guests: ['U1'] }).kind).toBe('refused');
    expect(admit([], at, { externalChannels: ['C1'] }).kind).toBe('refused');
  });
});

describe('a rule', () => {
  it.each([
    ['a person that it names', rule({ users: ['U1'] }), true],
    ['nobody else', rule({ users: ['U2'] }), false],
    ['a member of a user group that it names', rule({ groups: ['S1'] }), true],
    ['no member of others', rule({ groups: ['S2'] }), false],
    ['a member of a group where it names other people too', rule({ users: ['U2'], groups: ['S1'] }), true],
    ['everybody where it names nobody', rule({}), true],
    ['people in a channel that it names', rule({ channels: ['C1'] }), true],
    ['nobody in other channels', rule({ users: ['U1'], channels: ['C2'] }), false],
  ])('is for %s', (_, only, isAllowed) => {
    expect(admit([only], visit({ groups: ['S1'] })).kind).toBe(isAllowed ? 'allowed' : 'refused');
  });

  it.each([
    ['by name', ['payments'], ['payments']],
    ['by tag', ['team=payments'], ['payments']],
    ['in the order of the configuration, each once', ['core', 'open', 'core'], ['open', 'core']],
    ['all of them', ['all'], ['open', 'payments', 'core']],
  ])('names sources as after `in`: %s', (_, sources, expected) => {
    expect(namesOf(admit([rule({ sources })]))).toEqual(expected);
  });

  it('adds its sources to those of the other rules that apply', () => {
    const rules = [
      rule({ sources: ['open'] }),
      rule({ users: ['U1'], sources: ['core'] }),
      rule({ users: ['U2'], sources: ['payments'] }),
    ];

    expect(namesOf(admit(rules))).toEqual(['open', 'core']);
  });

  it('is named in no refusal, and neither is a source', () => {
    const access = admit([rule({ name: 'payments team', users: ['U2'], sources: ['payments'] })]);

    expect(access.kind).toBe('refused');
    expect(JSON.stringify(access)).not.toContain('payments');
  });
});

describe('the budgets of a person', () => {
  it('are the general ones where no rule has any', () => {
    expect(budgetsOf(admit([rule({})]))).toEqual(GENERAL);
  });

  it('are those of a rule in what it names, and the general ones in the rest', () => {
    expect(budgetsOf(admit([rule({ budgets: { question: { bytes: 10e9 } } })]))).toEqual({
      ...GENERAL,
      question: { bytes: 10e9 },
    });
  });

  it('are the largest of the rules that apply, and two units stay two limits', () => {
    const rules = [
      rule({ budgets: { question: { bytes: 10e9 } } }),
      rule({ budgets: { question: { bytes: 20e9, dollars: 1 } } }),
      rule({ users: ['U2'], budgets: { question: { bytes: 90e9, dollars: 9 } } }),
    ];

    expect(budgetsOf(admit(rules))?.question).toEqual({ bytes: 20e9, dollars: 1 });
  });
});

describe('the user groups that must be known', () => {
  it('are those of rules that may apply there, and are not certain to without them', () => {
    const rules = [
      rule({ groups: ['S1'] }),
      rule({ groups: ['S2'], channels: ['C2'] }),
      rule({ groups: ['S3'], users: ['U1'] }),
      rule({}),
    ];

    expect(groupsThatMatter(settings({ rules }), { user: 'U1', channel: 'C1' })).toEqual(['S1']);
  });
});

describe('whatever the rules are', () => {
  const some = <T>(...of: readonly T[]) => fc.subarray([...of]);
  const anyRule = fc.record({
    name: fc.constant('a rule'),
    users: some('U1', 'U2'),
    groups: some('S1', 'S2'),
    channels: some('C1', 'C2'),
    sources: fc.subarray(['open', 'payments', 'team=payments', 'core', 'open,core', 'gone'], {
      minLength: 1,
    }),
    budgets: fc.constant({}),
  });
  const anyVisit = fc.record({
    visitor: fc.record({
      user: fc.constantFrom('U1', 'U2', 'U3'),
      channel: fc.constantFrom('C1', 'C2', 'D1'),
    }),
    person: fc.record({
      isDeactivated: fc.boolean(),
      isApp: fc.boolean(),
      isGuest: fc.boolean(),
      isOutsider: fc.boolean(),
      groups: some('S1', 'S2', 'S3'),
    }),
    place: fc.record({ isExternal: fc.boolean(), isOpenToThem: fc.boolean() }),
  });
  const rules = fc.array(anyRule, { minLength: 1, maxLength: 5 });

  it('one more takes no source away', () => {
    fc.assert(
      fc.property(rules, anyRule, anyVisit, (some, more, at) => {
        const before = namesOf(admit(some, at));

        expect(namesOf(admit([...some, more], at))).toEqual(expect.arrayContaining([...before]));
      }),
    );
  });

  it('a source that no rule for that person and place names is not among theirs', () => {
    fc.assert(
      fc.property(rules, anyVisit, (some, at) => {
        const { user, channel } = at.visitor;
        const mine = some.filter(
          ({ users, groups, channels }) =>
            (channels.length === 0 || channels.includes(channel)) &&
            (users.length + groups.length === 0 ||
              users.includes(user) ||
              groups.some((one) => at.person.groups.includes(one))),
        );
        const words = mine.flatMap(({ sources }) => sources.flatMap((choice) => choice.split(',')));
        const named = new Set(words.map((word) => word.replace('team=', '')));

        for (const name of namesOf(admit(some, at))) expect(named).toContain(name);
      }),
    );
  });

  it('guests, people of other organisations, shared channels and others’ conversations are refused unless they are listed', () => {
    fc.assert(
      fc.property(rules, anyVisit, (some, at) => {
        const { person, place } = at;
        fc.pre(person.isGuest || person.isOutsider || place.isExternal || !place.isOpenToThem);

        expect(admit(some, at, { guests: ['U9'], externalChannels: ['C9'] }).kind).toBe('refused');
      }),
    );
  });

  it('what is refused shows nothing', () => {
    fc.assert(
      fc.property(rules, anyVisit, (some, at) => {
        const access = admit(some, at);
        fc.pre(access.kind === 'refused');

        expect(SOURCES.some(({ name }) => maySee(access, [name]))).toBe(false);
      }),
    );
  });
});
