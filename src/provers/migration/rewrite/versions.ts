import { readTableFacts } from '../../postgres/rows/facts.ts';
import { inVain } from '../../postgres/rows/populate.ts';
import type { Values } from '../../postgres/rows/solve.ts';
import type { Session } from '../../postgres/session.ts';
import { readShapes } from '../trace/shapes.ts';
import { filledOf, furtherRow, statementsOf } from './application.ts';
import type { Client, ClientStatement } from './application.ts';
import { sound } from './probe.ts';

/** What the application of the schema before a statement sends, and that of the schema after it. */
export interface Versions {
  /** oid of the table. */
  readonly table: string;
  /** Of the old version. */
  readonly columns: readonly string[];
  readonly old: readonly ClientStatement[];
  readonly new: readonly ClientStatement[];
}

/**
 * Both versions of an application, derived from the schema before and after a statement. Undefined when the statement is
 * about no table that has rows. `sql`: the statement in a form that can run inside a transaction.
 */
export async function versionsOf(
  session: Session,
  relation: string,
  sql: string,
): Promise<Versions | undefined> {
  const table = (await readTableFacts(session)).find(
    ({ schema, name }) => relation === (schema === 'public' ? name : `${schema}.${name}`),
  )?.oid;
  if (table === undefined) return undefined;
  const after = await inVain(session, async () => {
    const ran = await session.run(sql);
    if (ran.kind === 'failed') return undefined;
    const client = await clientOf(session, table);
    return client === undefined
      ? undefined
      : { client, statements: await sound(session, statementsOf(client)) };
  });
  const before = await inVain(session, async () => {
    const client = await clientOf(session, table);
    if (client === undefined) return undefined;
    const shared = { ...client, row: withValues(client.row, after?.client) };
    const statements = await sound(session, statementsOf(shared));
    // Values that the schema after the statement allows too, where the one before it takes them.
    const isSound = statements.some(({ name }) => name === 'insert');
    return { client, statements: isSound ? statements : await sound(session, statementsOf(client)) };
  });
  if (before === undefined) return undefined;
  return {
    table,
    columns: before.client.table.columns.map(({ name }) => name),
    old: before.statements,
    new: after?.statements ?? [],
  };
}

const withValues = (row: Values, after: Client | undefined): Values =>
  after === undefined ? row : new Map([...row].map(([name, value]) => [name, after.row.get(name) ?? value]));

async function clientOf(session: Session, oid: string): Promise<Client | undefined> {
  const all = await readTableFacts(session);
  const table = all.find((each) => each.oid === oid);
  const shapes = await readShapes(session, [oid]);
  const [shape] = shapes.values();
  if (table === undefined || shape === undefined) return undefined;
  const filled = await filledOf(session, table);
  await session.rows('savepoint plumbline_row');
  const row = await furtherRow(session, table, all);
  await session.rows('rollback to savepoint plumbline_row');
  return row === undefined ? undefined : { table, shape, row, filled };
}
