import { anonymousRole } from '../../artifacts/policy.ts';
import { qualifiedName, quoteName, quoteText } from '../../artifacts/sql-names.ts';
import { columnOf, ownSql } from '../../artifacts/tests/subjects.ts';
import { compareText } from '../../model/text.ts';
import type { Backend } from '../../model/backend.ts';
import type { Table } from '../../model/data.ts';
import { owner } from '../database/database.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { Running } from '../running.ts';

/** Two people of each role: one whom tests send as, and one who is somebody else. */
export type Persons = ReadonlyMap<string, { readonly first: string; readonly second: string }>;

/** Rows of each owned table that the two people of a role are given. */
const given = { first: 6, second: 4 };

/**
 * Finds people for the roles among the generated rows, and gives those whose permissions depend on ownership rows of their
 * own: whatever the model says is owned is owned by them.
 */
export async function appointPersons({ backend, database, ids }: Running): Promise<Persons> {
  const roles = rolesOf(backend);
  const known = await peopleOf(backend, database, roles.length * 2);
  const persons = new Map(
    roles.map((role, index) => [
      role,
      { first: known[index * 2] ?? ids.next(), second: known[index * 2 + 1] ?? ids.next() },
    ]),
  );
  const owning = new Set(
    backend.trust.permissions.filter(({ condition }) => condition === 'owner').map(({ role }) => role),
  );
  for (const role of owning) {
    const two = persons.get(role);
    if (two !== undefined && known.length > 0) await giveRows(backend, database, two.first, two.second);
  }
  return persons;
}

export const rolesOf = ({ trust }: Pick<Backend, 'trust'>): readonly string[] =>
  [...new Set([...trust.actors.map(({ name }) => name), ...trust.permissions.map(({ role }) => role)])]
    .filter((role) => role !== anonymousRole && role !== '*')
    .toSorted(compareText);

/** The table of people is that of the entity which owns itself; only who is in the first state of its life may act. */
async function peopleOf(
  { entities, data }: Backend,
  database: Database,
  wanted: number,
): Promise<readonly string[]> {
  const person = entities.find((each) => each.owner === 'id');
  const table = data.tables.find((each) => each.entity === person?.name);
  if (person === undefined || table === undefined) return [];
  const state = person.lifecycle;
  const where = state === undefined ? '' : `where ${quoteName(state.field)} = $1`;
  const { rows } = await database.query(
    owner,
    `select id from ${qualifiedName(table)} ${where} order by id limit ${wanted}`,
    state === undefined ? [] : [state.states[0] ?? null],
  );
  return rows.flatMap(({ id }) => id ?? []);
}

async function giveRows(backend: Backend, database: Database, first: string, second: string): Promise<void> {
  const owned = backend.data.tables.flatMap((table) => {
    const entity = backend.entities.find((each) => each.name === table.entity);
    const column = entity?.owner === undefined ? undefined : columnOf(table, entity.owner);
    const own = entity === undefined ? undefined : ownSql(backend, entity.name);
    return column === undefined || own === undefined || entity?.owner === 'id'
      ? []
      : [{ table, column, own, depth: own.split(' in (').length }];
  });
  // Those owned through others come after these.
  for (const each of [...owned].sort((a, b) => a.depth - b.depth))
    for (const [person, count] of [
      [first, given.first],
      [second, given.second],
    ] as const)
      await giveSome(backend, database, each, person, count);
}

async function giveSome(
  backend: Backend,
  database: Database,
  { table, column, own }: { readonly table: Table; readonly column: string; readonly own: string },
  person: string,
  count: number,
): Promise<void> {
  const name = qualifiedName(table);
  const mine = await database.query(owner, `select id from ${name} where ${own}`, [person]);
  const missing = count - mine.rows.length;
  if (missing <= 0) return;
  const parents = await parentsOf(backend, database, table, column, person);
  const others = await database.query(
    owner,
    `select id from ${name} where not (${own}) or ${quoteName(column)} is null order by ${orderOf(backend, table)} limit ${count * 6}`,
    [person],
  );
  let done = 0;
  for (const { id } of others.rows) {
    const parent = parents[done % Math.max(1, parents.length)];
    if (done >= missing || parent === undefined) return;
    // A key may forbid that this row becomes theirs; the next one will do.
    const isGiven = await database
      .transaction(owner, async (transaction) => {
        await withoutTriggers(transaction);
        await transaction.run(`update ${name} set ${quoteName(column)} = $1 where id = $2`, [
          parent,
          id ?? null,
        ]);
      })
      .then(
        () => true,
        () => false,
      );
    if (isGiven) done += 1;
  }
}

/** What is at the beginning of its life comes first: tests can do more with it. */
function orderOf({ entities }: Backend, table: Table): string {
  const lifecycle = entities.find(({ name }) => name === table.entity)?.lifecycle;
  return lifecycle === undefined
    ? 'id'
    : `${quoteName(lifecycle.field)} = ${quoteText(lifecycle.states[0] ?? '')} desc, id`;
}

const withoutTriggers = (transaction: Transaction) =>
  transaction.run('set local session_replication_role = replica');

/** What the owner column has to name: the person, or rows that are theirs already. */
async function parentsOf(
  backend: Backend,
  database: Database,
  table: Table,
  column: string,
  person: string,
): Promise<readonly string[]> {
  const key = table.foreignKeys.find(({ columns }) => columns[0] === column);
  const target = backend.data.tables.find((each) =>
    [each.name, `${each.schema ?? ''}.${each.name}`].includes(key?.references.table ?? ''),
  );
  const own = target?.entity === undefined ? undefined : ownSql(backend, target.entity);
  if (target === undefined || own === undefined || own === 'id = $1') return [person];
  const { rows } = await database.query(
    owner,
    `select id from ${qualifiedName(target)} where ${own} order by id`,
    [person],
  );
  return rows.flatMap(({ id }) => id ?? []);
}
