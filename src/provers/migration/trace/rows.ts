import { readTableFacts } from '../../postgres/rows/facts.ts';
import type { TableFacts } from '../../postgres/rows/facts.ts';
import { inVain, populate } from '../../postgres/rows/populate.ts';
import type { Session } from '../../postgres/session.ts';
import { qualifiedName } from '../../../artifacts/sql-names.ts';
import { transactionStep } from '../lint/transactions.ts';
import type { Script } from '../script/script.ts';
import { rehearsed } from './discover.ts';
import { relationsIn } from './relations.ts';

/** Tables that hold generated rows, and why others hold none. */
export interface Filling {
  /** Rows by oid. */
  readonly rows: ReadonlyMap<string, number>;
  readonly notes: readonly string[];
}

/** Rows of a table whose change is tried in steps: enough for several batches. */
export const seededRows = 6;

/** Puts a few rows into every table the migration names and those they refer to, so that what depends on rows is seen. */
export async function fillTables(session: Session, script: Script, rows = 2): Promise<Filling> {
  const facts = needed(await readTableFacts(session), script);
  // A table that was inferred from its name alone holds rows of no columns.
  const bare = facts.filter(({ columns }) => columns.length === 0);
  for (const table of [...bare, ...bare])
    await session.rows(`insert into ${qualifiedName(table)} default values`);
  await session.rows('begin');
  const { tables } = await populate(
    session,
    facts.filter((table) => !bare.includes(table)),
    new Map(facts.map(({ oid }) => [oid, Array.from({ length: rows }, () => ({}))])),
  );
  await session.rows('commit');
  return {
    rows: new Map([
      ...bare.map(({ oid }) => [oid, 2] as const),
      ...tables.map(({ table, rows: made }) => [table.oid, made.length] as const),
    ]),
    notes: tables.flatMap(({ table, why }) =>
      why === undefined ? [] : [`${table.name} was tried without rows: ${why}`],
    ),
  };
}

/** Tables with a name that stands in a statement, and all that rows of these need to refer to. */
function needed(all: readonly TableFacts[], script: Script): readonly TableFacts[] {
  const names = new Set(
    script.statements.flatMap(({ node }) => relationsIn(node).map(({ relname = '' }) => relname)),
  );
  const open = all.filter(({ name }) => names.has(name) || inBlock(script, name));
  const kept = new Set(open);
  for (const { references } of open)
    for (const { target } of references) {
      const parent = all.find(({ oid }) => oid === target);
      if (parent === undefined || kept.has(parent)) continue;
      kept.add(parent);
      open.push(parent);
    }
  return all.filter((table) => kept.has(table));
}

/** Blocks, functions and queries of domains name tables where the syntax tree does not show them. */
const inBlock = ({ text }: Script, name: string): boolean => text.includes(name);

/** A statement that rows stand in the way of. */
export interface Refused {
  readonly statement: number;
  readonly message: string;
  readonly code: string;
}

/**
 * Runs the migration on the filled tables in a transaction that is undone, and gives the statements that fail because of
 * rows (SQLSTATE class 23 and 22). All rows are then taken out, so that what follows can be seen nevertheless.
 */
export async function refusedByRows(session: Session, script: Script): Promise<readonly Refused[]> {
  const refused: Refused[] = [];
  await inVain(session, async () => {
    let isEmpty = false;
    for (const statement of script.statements) {
      const sql = transactionStep(statement) === undefined ? rehearsed(script, statement) : undefined;
      if (sql === undefined || isEmpty) continue;
      await session.rows('savepoint plumbline_rows');
      const ran = await session.run(sql);
      if (ran.kind === 'done') continue;
      await session.run('rollback to savepoint plumbline_rows');
      const { code = '', message } = ran.failure;
      if (!/^2[23]/.test(code)) continue;
      refused.push({ statement: statement.index, message, code });
      isEmpty = true;
    }
  });
  return refused;
}

/** Takes all rows out again. */
export async function emptyTables(session: Session): Promise<void> {
  const facts = await readTableFacts(session);
  if (facts.length === 0) return;
  await session.rows(`truncate ${facts.map(qualifiedName).join(', ')} restart identity cascade`);
}
