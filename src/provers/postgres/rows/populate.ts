import type { Row, Session } from '../session.ts';
import { printFailure } from '../session.ts';
import type { TableFacts } from './facts.ts';
import { insertSql, problemOf } from './problem.ts';
import type { StoredRow, Wish } from './problem.ts';
import { solve } from './solve.ts';

/** What became of one table when rows for it were made. */
export interface Filled {
  readonly table: TableFacts;
  /** Two, unless `why` says what stood in the way. */
  readonly rows: readonly StoredRow[];
  /** The rows lie within the predicates of its partial unique indexes. */
  readonly covered: boolean;
  readonly why?: string;
}

export interface Population {
  /** Tables in an order in which each comes after those it refers to, cycles broken where null may stand. */
  readonly tables: readonly Filled[];
  readonly stored: ReadonlyMap<string, readonly StoredRow[]>;
}

/** Sequences are not rolled back by PostgreSQL unless they were restarted within the transaction. */
const restartSql = `do $$ declare one record; begin
  for one in select schemaname, sequencename from pg_sequences loop
    execute format('alter sequence %I.%I restart', one.schemaname, one.sequencename);
  end loop;
end $$`;

/** Opens a transaction, gives it to `use`, and undoes everything: the database is left as it was found. */
export async function inVain<T>(session: Session, use: () => Promise<T>): Promise<T> {
  await session.run('begin');
  try {
    await session.rows(restartSql);
    return await use();
  } finally {
    await session.run('rollback');
  }
}

/** Puts two rows into every table that keep all its rules, referenced tables first. Runs within an open transaction. */
export async function populate(
  session: Session,
  tables: readonly TableFacts[],
  wishes: ReadonlyMap<string, readonly Wish[]> = new Map(),
): Promise<Population> {
  const stored = new Map<string, readonly StoredRow[]>();
  const filled: Filled[] = [];
  for (const table of inOrder(tables)) {
    const own = await fill(session, table, stored, wishes.get(table.oid) ?? [{}, {}]);
    filled.push(own);
  }
  return { tables: filled, stored };
}

async function fill(
  session: Session,
  table: TableFacts,
  stored: Map<string, readonly StoredRow[]>,
  wishes: readonly Wish[],
): Promise<Filled> {
  let covered = true;
  const rows: StoredRow[] = [];
  for (const wish of wishes) {
    const [within, anywhere] = await solve(session, table, [
      problemOf(table, stored, { ...wish, covered: true }),
      problemOf(table, stored, wish),
    ]);
    const values = within ?? anywhere;
    covered &&= within !== undefined;
    if (values === undefined)
      return { table, rows, covered, why: 'no values were found that keep its rules' };
    const [, ran] = await session.runEach([
      { sql: 'savepoint row_made' },
      { sql: `${insertSql(table, values)} returning *${keysSql(table)}` },
    ]);
    if (ran?.kind !== 'done') {
      await session.run('rollback to row_made');
      return { table, rows, covered, why: ran === undefined ? 'no answer' : printFailure(ran.failure) };
    }
    rows.push(storedRow(table, ran.rows[0] ?? {}));
    stored.set(table.oid, [...rows]);
  }
  return { table, rows, covered };
}

const keysSql = (table: TableFacts): string =>
  table.keys
    .map(({ expressions }, key) =>
      expressions.map((sql, at) => `, (${sql})::text as "${keyName(key, at)}"`).join(''),
    )
    .join('');

const keyName = (key: number, at: number): string => `$${key}.${at}`;

function storedRow(table: TableFacts, row: Row): StoredRow {
  return {
    values: new Map(table.columns.map(({ name }) => [name, row[name] ?? null])),
    keys: new Map(
      table.keys.map(({ name, expressions }, key) => [
        name,
        expressions.map((_, at) => row[keyName(key, at)] ?? null),
      ]),
    ),
  };
}

/** Referenced tables first; a circle is entered where the reference can be null. */
export function inOrder(tables: readonly TableFacts[]): readonly TableFacts[] {
  let open = tables;
  const order: TableFacts[] = [];
  while (open.length > 0) {
    const waiting = ({ oid, references, columns }: TableFacts, forNull: boolean): boolean =>
      references.some(
        (reference) =>
          reference.target !== oid &&
          open.some((other) => other.oid === reference.target) &&
          (forNull || columns.some(({ name, nullable }) => reference.columns.includes(name) && !nullable)),
      );
    const next =
      open.find((table) => !waiting(table, true)) ?? open.find((table) => !waiting(table, false)) ?? open[0];
    if (next === undefined) break;
    order.push(next);
    open = open.filter((table) => table !== next);
  }
  return order;
}
