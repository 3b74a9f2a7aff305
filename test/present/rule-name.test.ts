import { describe, expect, it } from 'vitest';
import { named } from '../../src/present/rule-name.ts';

const GROUPS = { one: 'security groups', many: 'security groups' };
const ACL = { one: 'network ACL', many: 'network ACLs' };

describe('a name beside what it says', () => {
  it('takes a group’s name out of what the group says', () => {
    const because = 'sg-0aaa (web) allows tcp 443 from 0.0.0.0/0';

    expect(named({ ids: ['sg-0aaa'], direction: 'inbound', because }, GROUPS)).toEqual({
      name: 'sg-0aaa (web)',
      says: 'allows tcp 443 from 0.0.0.0/0',
    });
  });

  it('takes it out of a denial too', () => {
    const because = 'no inbound rule of sg-0aaa (web) allows tcp 443 from 10.0.1.5';

    expect(named({ ids: ['sg-0aaa'], direction: 'inbound', because }, GROUPS)).toEqual({
      name: 'sg-0aaa (web)',
      says: 'no inbound rule allows tcp 443 from 10.0.1.5',
    });
  });

  it('names the one of several groups that speaks', () => {
    const because = 'sg-0bbb (db) allows tcp 443 from sg-0aaa (web)';

    expect(named({ ids: ['sg-0aaa', 'sg-0bbb'], direction: 'inbound', because }, GROUPS).name).toBe(
      'sg-0bbb (db)',
    );
  });

  it('counts several groups where what they say names them all', () => {
    const because = 'no inbound rule of sg-0aaa (web), sg-0bbb (db) allows tcp 443 from 10.0.1.5';

    expect(named({ ids: ['sg-0aaa', 'sg-0bbb'], direction: 'inbound', because }, GROUPS)).toEqual({
      name: '2 security groups',
      says: because,
    });
  });

  it('names the first of several and counts the rest where what they say names none', () => {
    const of = { ids: ['sg-0aaa', 'sg-0bbb', 'sg-0ccc'], direction: 'inbound', because: 'unread' } as const;

    expect(named(of, GROUPS).name).toBe('sg-0aaa and 2 more');
  });

  it('does not say the direction again', () => {
    const said = (because: string) => named({ ids: ['acl-0a'], direction: 'outbound', because }, ACL).says;

    expect(said('outbound rule 100 allows tcp 443 to 10.0.1.5')).toBe('rule 100 allows tcp 443 to 10.0.1.5');
    expect(said('outbound, to 10.0.1.5: rule * denies tcp 1024–32767')).toBe(
      'to 10.0.1.5: rule * denies tcp 1024–32767',
    );
    expect(said('no outbound rule allows tcp 443')).toBe('no outbound rule allows tcp 443');
  });

  it('is the kind of thing where no id is known', () => {
    expect(named({ ids: [], direction: 'inbound', because: 'the subnet is not known' }, ACL)).toEqual({
      name: 'network ACL',
      says: 'the subnet is not known',
    });
  });
});
