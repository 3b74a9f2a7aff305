import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { storeCheck } from '../../../src/setup/doctor/store.ts';
import { openStore, type StoreSettings } from '../../../src/store/store.ts';
import { administrate } from '../../kit/administrate.ts';
import { describeOnPostgres, openedStore } from '../../kit/stores.ts';

/** Roles are those of the whole server, so each run has its own. */
const ROLE = `r${randomUUID().replaceAll('-', '')}`;
const SERVER = process.env['FLOWS_TEST_DATABASE_URL'] ?? '';

describeOnPostgres('a store whose user is no administrator', (settings) => {
  beforeAll(() => administrate(SERVER, `create role ${ROLE} login password 'flows'`));
  afterAll(() => administrate(SERVER, `drop role ${ROLE}`));

  /** A schema, how the administrator reaches it, and how the role does. */
  async function schema() {
    const administrator = await settings();
    const url = new URL(administrator.url ?? '');
    const name = url.searchParams.get('options')?.replace('-c search_path=', '') ?? '';
    const database = administrator.url ?? '';
    onTestFinished(() => administrate(database, `drop owned by ${ROLE}`));
    url.username = ROLE;
    url.password = 'flows';
    const role: StoreSettings = { url: url.toString(), path: ':memory:' };
    return { administrator, role, name, grant: (statement: string) => administrate(database, statement) };
  }

  it('and may create nothing is told what to grant, before the first start fails', async () => {
    const { role, name, grant } = await schema();
    await grant(`grant usage on schema ${name} to ${ROLE}`);

    expect(await storeCheck(role)).toEqual({
      about: 'store',
      standing: 'problem',
      says: `The user ${ROLE} of DATABASE_URL may not create tables in the schema ${name}, as the first start has to.`,
      todo: `GRANT CREATE, USAGE ON SCHEMA ${name} TO ${ROLE}, in psql, as who owns the database or its tables`,
    });
    await expect(openStore(role)).rejects.toThrow('permission denied');
  });

  it('and may not even look into the schema is told the same', async () => {
    const { role, name } = await schema();

    expect((await storeCheck(role)).todo).toContain(`GRANT CREATE, USAGE ON SCHEMA ${name} TO ${ROLE}, `);
  });

  it('is well with what was told to be granted, and starts with it', async () => {
    const { role, grant } = await schema();
    const [statement = ''] = (await storeCheck(role)).todo?.split(', in psql') ?? [];
    await grant(statement);

    expect(await storeCheck(role)).toMatchObject({ standing: 'ok' });
    await openedStore(role);
  });

  it('and may not read what another user made is told the grants, which let it start', async () => {
    const { administrator, role, name, grant } = await schema();
    await openedStore(administrator);

    const found = await storeCheck(role);

    expect(found).toMatchObject({
      standing: 'problem',
      says: expect.stringContaining(`The user ${ROLE} of DATABASE_URL may not read and write `),
      todo: `GRANT USAGE ON SCHEMA ${name} TO ${ROLE}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${name} TO ${ROLE}; GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${name} TO ${ROLE}, in psql, as who owns the database or its tables`,
    });
    await grant(found.todo?.split(', in psql')[0] ?? '');
    expect(await storeCheck(role)).toMatchObject({ standing: 'ok' });
    await openedStore(role);
  });

  it('whose schema is not there is told how to make it', async () => {
    const { role } = await schema();
    const url = new URL(role.url ?? '');
    url.searchParams.set('options', '-c search_path=nowhere');

    expect(await storeCheck({ ...role, url: url.toString() })).toMatchObject({
      standing: 'problem',
      says: 'There is no schema nowhere in the Postgres of DATABASE_URL, where the first start makes its tables.',
      todo: expect.stringContaining(`CREATE SCHEMA nowhere AUTHORIZATION ${ROLE}`),
    });
  });
});
