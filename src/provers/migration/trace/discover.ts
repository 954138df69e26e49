import { sqlName } from '../../../artifacts/sql-names.ts';
import type { Session } from '../../postgres/session.ts';
import { droppedNames } from '../lint/parts.ts';
import { transactionStep } from '../lint/transactions.ts';
import { nameOfRelation } from '../lint/rule.ts';
import { textOf } from '../script/script.ts';
import type { Script, Statement } from '../script/script.ts';
import { tokensOf } from '../script/tokens.ts';
import { infer } from './infer.ts';
import { newTable, startInference } from './inference.ts';
import type { Inference, Step } from './inference.ts';
import type { Inferred } from './inferred.ts';
import { outsideOf, whyNotRun } from './outside.ts';
import { mainRelation } from './relations.ts';

/** Further tries for one statement. */
const tries = 30;

/**
 * Finds out what the statements need that the schema lacks, by running them in a transaction that is undone. What
 * PostgreSQL says is missing is added, until the statement runs or fails for a reason of its own.
 */
export async function discover(session: Session, script: Script): Promise<Inferred> {
  let inference: Inference = startInference;
  await session.rows('begin');
  try {
    for (const statement of script.statements) {
      await step(session, statement);
      if (transactionStep(statement) !== undefined) continue;
      const sql = rehearsed(script, statement);
      if (sql === undefined) continue;
      inference = await guarded(session, inference, statement);
      inference = await tryOut(session, script, statement, sql, inference);
      inference = follow(inference, statement);
    }
  } finally {
    await session.run('rollback');
  }
  return inference.inferred;
}

/** Transactions of the migration become savepoints of the rehearsal. */
async function step(session: Session, statement: Statement): Promise<void> {
  switch (transactionStep(statement)) {
    case 'begin':
      await session.run('savepoint plumbline_transaction');
      return;
    case 'rollback':
      await attempt(session, 'rollback to savepoint plumbline_transaction');
      return;
    case 'commit':
    case undefined:
  }
}

/** Runs a statement that may fail without ending the transaction. */
async function attempt(session: Session, sql: string) {
  await session.rows('savepoint plumbline_try');
  const ran = await session.run(sql);
  if (ran.kind === 'failed') await session.run('rollback to savepoint plumbline_try');
  else await session.run('release savepoint plumbline_try');
  return ran;
}

/** The statement in a form that can run inside a transaction; undefined when there is none. */
export function rehearsed(script: Script, statement: Statement): string | undefined {
  const { node } = statement;
  if (whyNotRun(node) !== undefined) return undefined;
  if (outsideOf(node) === undefined) return textOf(script, statement);
  if ('VacuumStmt' in node)
    return textOf(script, statement).replace(
      /^\s*vacuum(\s*\([^)]*\)|(\s+(full|freeze|verbose|analyze)\b)*)/i,
      'analyze ',
    );
  let sql = '';
  let last = statement.start;
  for (const { kind, start, end } of tokensOf(script.text, statement.start, statement.end)) {
    if (kind !== 'word' || script.text.slice(start, end).toLowerCase() !== 'concurrently') continue;
    sql += script.text.slice(last, start);
    last = end;
  }
  return sql + script.text.slice(last, statement.end);
}

/** Tables named with IF EXISTS. */
function guardedTables({ node }: Statement): readonly string[] {
  if ('AlterTableStmt' in node && node.AlterTableStmt.missing_ok === true)
    return [mainRelation(node) ?? []].flat().map(nameOfRelation);
  if ('DropStmt' in node && node.DropStmt.missing_ok === true && node.DropStmt.removeType === 'OBJECT_TABLE')
    return droppedNames(node.DropStmt);
  return [];
}

/** A table named with IF EXISTS is meant to be there, or the migration would not name it. */
async function guarded(session: Session, inference: Inference, statement: Statement): Promise<Inference> {
  let known = inference;
  for (const name of guardedTables(statement)) {
    const there = await session.rows('select to_regclass($1)::text as oid', [sqlName(name)]);
    if (there[0]?.['oid'] !== null) continue;
    const made = newTable(known, name);
    if (made !== undefined && (await add(session, made))) known = made.inference;
  }
  return known;
}

async function add(session: Session, { now }: Step): Promise<boolean> {
  for (const sql of now) if ((await attempt(session, sql)).kind === 'failed') return false;
  return true;
}

async function tryOut(
  session: Session,
  script: Script,
  statement: Statement,
  sql: string,
  start: Inference,
): Promise<Inference> {
  let inference = start;
  let retyped = 0;
  for (let count = 0; count < tries; count++) {
    const ran = await attempt(session, sql);
    if (ran.kind === 'done') return inference;
    const { failure } = ran;
    const next = infer(inference, { script, statement, failure, attempt: retyped });
    if (next === undefined) return inference;
    if (/^(42804|42883|42846|22P02)$/.test(failure.code ?? '')) retyped++;
    if (await add(session, next)) inference = next.inference;
    else if (retyped === 0) return inference;
  }
  return inference;
}

/** Keeps track of the names of tables as the migration makes and renames them. */
function follow(inference: Inference, { node }: Statement): Inference {
  if ('CreateStmt' in node || 'CreateTableAsStmt' in node) {
    const relation = 'CreateStmt' in node ? node.CreateStmt.relation : node.CreateTableAsStmt.into?.rel;
    return { ...inference, made: new Set([...inference.made, nameOfRelation(relation ?? {})]) };
  }
  if ('RenameStmt' in node && node.RenameStmt.renameType === 'OBJECT_TABLE') {
    const { relation, newname = '' } = node.RenameStmt;
    const old = nameOfRelation(relation ?? {});
    const renamed = relation?.schemaname === undefined ? newname : `${relation.schemaname}.${newname}`;
    return { ...inference, names: new Map(inference.names).set(renamed, inference.names.get(old) ?? old) };
  }
  return inference;
}
