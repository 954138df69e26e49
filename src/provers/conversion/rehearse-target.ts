import { quoteText } from '../../artifacts/sql-names.ts';
import { inBatches, readBatches } from '../../migration/conversion/batches.ts';
import { loadStatement } from '../../migration/conversion/landing.ts';
import type { ConversionPlan } from '../../migration/conversion/plan.ts';
import { conversionScripts } from '../../migration/conversion/scripts.ts';
import type { Script } from '../../migration/conversion/scripts.ts';
import type { Rehearsal } from '../../migration/into-target/rehearsal.ts';
import type { Row, Session } from '../postgres/session.ts';
import { firstOf } from '../settle.ts';
import { breakOff, same } from './break-off.ts';
import { digest } from './digest.ts';
import { generatedRows } from './generated-rows.ts';
import { Refused, runScript, runStatement } from './run-script.ts';

/** Small batches, so that there are places between them. */
const batch = 7;
/** Statements run again after which a script is broken off no more: some ten seconds of one core. */
const most = 6000;

export interface RehearsedTarget {
  readonly rows: number;
  readonly carried: number;
  readonly quarantined: number;
  readonly repaired: number;
  readonly crashes: number;
  readonly statements: number;
  /** Rows carried, by `legacy > target`. */
  readonly pairs: Readonly<Record<string, number>>;
  /** Pairs of which no row reached the target. */
  readonly empty: readonly string[];
  /** Places at which it was not broken off. */
  readonly unbroken: number;
}

/**
 * Converts generated rows in their own shape, then brings them into the target forwards, backwards and forwards again; it
 * is broken off between statements and between batches. @throws Refused
 */
export async function rehearseTarget(
  session: Session,
  plan: ConversionPlan,
  rehearsal: Rehearsal,
  scripts: readonly Script[],
): Promise<RehearsedTarget> {
  const rows = await converted(session, plan, rehearsal);
  const numbered = (low: number, high: number): readonly Script[] =>
    scripts
      .filter(({ file }) => Number.parseInt(file, 10) >= low && Number.parseInt(file, 10) <= high)
      .toSorted((a, b) => (a.file < b.file ? -1 : 1))
      .map((script) => ({ ...script, statements: script.statements.map(inSmallBatches) }));
  const state = (views: boolean): Promise<string> =>
    digest(
      session,
      ['mapping', 'quarantine'],
      rehearsal.pairs.map((pair) => pair.rows),
      views,
    );
  const total = { crashes: 0, statements: 0, unbroken: 0 };
  const broken = async (script: Script): Promise<void> => {
    const seen = await breakOff(
      session,
      script,
      () => state(script.statements.some((sql) => sql.startsWith('create or replace view'))),
      most - total.statements,
    );
    total.crashes += seen.crashes;
    total.statements += seen.statements;
    total.unbroken += seen.unbroken;
  };
  for (const script of numbered(10, 10)) await broken(script);
  for (const [column, value] of Object.entries(rehearsal.fills))
    await runStatement(
      session,
      '10-mapping.sql',
      `update mapping.fills set value = ${quoteText(value)} where target_column = ${quoteText(column)}`,
    );
  const before = await state(true);
  for (const script of numbered(11, 60)) await broken(script);
  const verified = await agreed(session, numbered(61, 61));
  for (const script of numbered(62, 62)) await runScript(session, script);
  const after = await state(true);
  for (const script of numbered(80, 81)) await broken(script);
  same(before, await state(true), 'after the roll-back, the target is not what it was before');
  for (const script of numbered(11, 60)) await runScript(session, script);
  same(after, await state(true), 'gone a second time, the way ends elsewhere');
  for (const script of numbered(98, 98)) await broken(script);
  await runScript(session, conversionScripts(plan).finish);
  return { rows, ...total, ...figures(verified) };
}

/** The rows as the scripts of the same shape leave them. */
async function converted(session: Session, plan: ConversionPlan, hints: Rehearsal): Promise<number> {
  const generated = generatedRows(plan, hints);
  const { landing, forwards } = conversionScripts({ ...plan, tables: generated.map(({ table }) => table) });
  await session.script(`set time zone 'UTC'`);
  await runScript(session, landing);
  for (const { table, rows } of generated)
    await runStatement(session, '02-load.sql', loadStatement(table, rows));
  for (const script of forwards) await runScript(session, script);
  return generated.reduce((sum, { rows }) => sum + rows.length, 0);
}

function inSmallBatches(sql: string): string {
  const call = readBatches(sql);
  return call === undefined ? sql : inBatches(call.source, call.statement, batch);
}

async function agreed(session: Session, scripts: readonly Script[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const script of scripts) rows.push(...(await runScript(session, script)));
  const wrong = rows.filter(({ agrees }) => agrees !== 't');
  if (wrong.length > 0)
    throw new Refused(`both sides differ: ${firstOf(wrong.map((row) => JSON.stringify(row)))}`);
  return rows;
}

function figures(
  verified: readonly Row[],
): Pick<RehearsedTarget, 'carried' | 'quarantined' | 'repaired' | 'pairs' | 'empty'> {
  const sum = (name: string): number => verified.reduce((total, row) => total + Number(row[name] ?? 0), 0);
  const named = verified.map(
    (row) => [`${row['legacy_table'] ?? ''} > ${row['target_table'] ?? ''}`, Number(row['carried'])] as const,
  );
  return {
    carried: sum('carried'),
    quarantined: sum('quarantined'),
    repaired: sum('repaired'),
    pairs: Object.fromEntries(named),
    empty: named.filter(([, carried]) => carried === 0).map(([name]) => name),
  };
}
