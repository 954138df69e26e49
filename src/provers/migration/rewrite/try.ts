import type { Session } from '../../postgres/session.ts';
import { sqlName } from '../../../artifacts/sql-names.ts';
import { droppedNames } from '../lint/parts.ts';
import { nameOfRelation } from '../lint/rule.ts';
import { transactionStep } from '../lint/transactions.ts';
import { textOf } from '../script/script.ts';
import type { Script, Statement } from '../script/script.ts';
import { makeInferred, openBefore } from '../trace/before.ts';
import type { Start } from '../trace/before.ts';
import { rehearsed } from '../trace/discover.ts';
import { whyNotRun } from '../trace/outside.ts';
import { mainRelation, relationsIn } from '../trace/relations.ts';
import { emptyTables, fillTables, seededRows } from '../trace/rows.ts';
import { readShapes } from '../trace/shapes.ts';
import type { Shapes } from '../trace/shapes.ts';
import type { Trace } from '../trace/trace.ts';
import { openWatch } from '../trace/watch.ts';
import { carryOut } from './carry-out.ts';
import type { TriedRewrite } from './carry-out.ts';
import { isRewritable, rewriteOf } from './rewrite.ts';
import type { Rewrite } from './rewrite.ts';
import { versionsOf } from './versions.ts';
import type { Versions } from './versions.ts';

/**
 * Runs the whole migration once more with the steps in place of the statements they stand for, each step in a
 * transaction of its own, and looks whether any of them makes others wait for work or leaves no version of the
 * application running.
 */
export async function tryRewrites(
  script: Script,
  start: Start,
  trace: Trace,
): Promise<readonly TriedRewrite[]> {
  const { session } = await openBefore(script, start);
  try {
    await makeInferred(session, trace.inferred);
    const { rows } = await fillTables(session, script, seededRows);
    if (trace.refused.length > 0) await emptyTables(session);
    const watch = await openWatch(session, rows);
    const tried: TriedRewrite[] = [];
    for (const statement of script.statements) {
      if (transactionStep(statement) !== undefined || whyNotRun(statement.node) !== undefined) continue;
      const observation = trace.observations[statement.index];
      const rewrite =
        observation !== undefined && isRewritable(observation)
          ? rewriteOf(script, observation, await shapesOf(session, statement))
          : undefined;
      if (rewrite === undefined) await watch.alone(statement, textOf(script, statement));
      else tried.push(await carryOut(session, watch, rewrite, await versions(session, script, rewrite)));
    }
    return tried;
  } finally {
    await session.close();
  }
}

/** Of the tables the statement names, and those of the indexes it names. */
async function shapesOf(session: Session, { node }: Statement): Promise<Shapes> {
  const dropped = 'DropStmt' in node ? droppedNames(node.DropStmt).map(sqlName) : [];
  const named = [...relationsIn(node).map((relation) => sqlName(nameOfRelation(relation))), ...dropped];
  const found = await session.rows(
    `select distinct coalesce(x.indrelid, c.oid)::text as oid from unnest($1::text[]) name join pg_class c on c.oid = to_regclass(name)
      left join pg_index x on x.indexrelid = c.oid`,
    [`{${named.map((name) => JSON.stringify(name)).join(',')}}`],
  );
  return readShapes(
    session,
    found.map(({ oid }) => oid ?? ''),
  );
}

async function versions(
  session: Session,
  script: Script,
  { statement }: Rewrite,
): Promise<Versions | undefined> {
  const relation = mainRelation(statement.node);
  const sql = rehearsed(script, statement);
  if (relation === undefined || sql === undefined) return undefined;
  return versionsOf(session, nameOfRelation(relation).replace(/^public\./, ''), sql);
}
