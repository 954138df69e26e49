import { quoteNames } from '../../../artifacts/sql-names.ts';
import type { Session } from '../../postgres/session.ts';
import { printFailure } from '../../postgres/session.ts';
import { readScript, textOf } from '../script/script.ts';
import { readShapes } from '../trace/shapes.ts';
import type { Step } from './step.ts';
import type { Versions } from './versions.ts';

/** Steps before the first that cannot be taken back. */
export function reversible(steps: readonly Step[]): readonly Step[] {
  const final = steps.findIndex(({ isFinal }) => isFinal === true);
  return final === -1 ? steps : steps.slice(0, final);
}

/**
 * Goes forward to the point of no return and back again, step by step. @returns why the database is not what it was
 * before; undefined when its schema and the rows of the table are the same.
 */
export async function goBack(
  session: Session,
  steps: readonly Step[],
  versions: Versions,
): Promise<string | undefined> {
  const ahead = reversible(steps);
  const before = await signature(session, versions);
  for (const { sql, rehearsal } of ahead) {
    const failed = await runAll(session, rehearsal ?? sql);
    if (failed !== undefined) return failed;
  }
  for (const { undo } of ahead.toReversed()) {
    const failed = undo === undefined ? undefined : await runAll(session, undo);
    if (failed !== undefined) return `the way back fails: ${failed}`;
  }
  const after = await signature(session, versions);
  return after === before ? undefined : 'the way back leads to another schema or to other rows';
}

/** @returns what PostgreSQL refused */
export async function runAll(session: Session, sql: string): Promise<string | undefined> {
  const script = readScript('step.sql', sql);
  for (const statement of script.statements) {
    const text = textOf(script, statement);
    const ran = await session.run(text);
    if (ran.kind === 'failed') return `${text} was refused: ${printFailure(ran.failure)}`;
  }
  return undefined;
}

const countsSql = `select (select count(*) from pg_trigger where not tgisinternal)::text || ' ' || (select count(*) from pg_proc where pronamespace >= 16384 or pronamespace = 'public'::regnamespace)::text
  || ' ' || (select count(*) from pg_class where relkind in ('i', 'I', 'S'))::text as counts`;

/** The shape of the table and its rows as the old version sees them, whatever the order of columns and rows. */
async function signature(session: Session, { table, columns }: Versions): Promise<string> {
  const shapes = await readShapes(session, [table]);
  const [name, shape] = [...shapes][0] ?? [];
  const [counts] = await session.rows(countsSql);
  const sorted = (lines: readonly unknown[]): readonly string[] =>
    lines.map((line) => JSON.stringify(line)).toSorted();
  const [found] = await session.rows('select $1::oid::regclass::text as name', [table]);
  const [rows] = await session.rows(
    `select md5(string_agg(t::text, ',' order by t::text)) as rows from (select ${quoteNames(columns)} from ${found?.['name'] ?? ''}) t`,
  );
  return JSON.stringify([
    name,
    sorted([...(shape?.columns ?? [])]),
    sorted(shape?.indexes ?? []),
    sorted(shape?.constraints ?? []),
    counts,
    rows,
  ]);
}
