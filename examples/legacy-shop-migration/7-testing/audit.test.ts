// Who did what is written down in the same moment, and nobody can change it unseen.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { load, looseOf, textOf } from './documents.ts';
import { callerOf, doneInSomeState, offered, title } from './calls.ts';
import { harness } from './harness.ts';

const audit = looseOf(load('./suite.json')['audit']);
const table = textOf(audit['table']);
const check = `select * from ${textOf(audit['check'])}()`;
before(() => harness.reset());
after(() => harness.reset());

for (const operation of offered.filter(({ audited, long }) => audited === true && long !== true))
  test(title(operation, 'leaves one entry that tells who did it to what'), async (t) => {
    const before = await ids();
    const done = await doneInSomeState(operation);
    if (done === undefined) return t.skip('it is not done in any state of the generated data');
    const entries = await harness.query(
      `select actor_id, actor_role, target_kind, target_id, outcome from ${table} where action = $1 and id <> all($2::uuid[])`,
      [operation.id, `{${before.join()}}`],
    );
    assert.equal(entries.length, 1, `${entries.length} entries: ${done.answer.told}`);
    const [entry] = entries;
    const role = callerOf(operation);
    if (role !== 'anonymous') {
      assert.equal(entry?.['actor_id'], await harness.person(role), done.answer.told);
      assert.equal(entry?.['actor_role'], role, done.answer.told);
    }
    assert.equal(entry?.['target_kind'], operation.entity, done.answer.told);
    if (done.id !== '') assert.equal(entry?.['target_id'], done.id, done.answer.told);
  });

const ids = async (): Promise<readonly (string | null | undefined)[]> =>
  (await harness.query(`select id from ${table}`)).map(({ id }) => id);

test('[scope/system] the chain is whole after everything', async () =>
  assert.deepEqual(await harness.query(check), []));

test('[scope/system] a changed, a removed and an inserted entry each show', async () => {
  const changes = [
    `update ${table} set outcome = case outcome when 'done' then 'failed' else 'done' end where id = (select id from ${table} order by chain, sequence limit 1 offset 1)`,
    `delete from ${table} where id = (select id from ${table} order by chain, sequence limit 1 offset 1)`,
    `update ${table} set previous_hash = repeat('0', 64) where id = (select id from ${table} order by chain, sequence limit 1 offset 2)`,
  ];
  for (const sql of changes) {
    await harness.reset();
    assert.deepEqual(await harness.query(check), []);
    const isDone = await harness.query(sql).then(
      () => true,
      () => false,
    );
    // Where even the owner is refused, there is nothing to find.
    if (isDone) assert.notDeepEqual(await harness.query(check), [], sql);
  }
  await harness.reset();
});
