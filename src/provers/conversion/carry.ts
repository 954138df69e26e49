import { quarantineTable } from '../../migration/conversion/names.ts';
import { loadStatement } from '../../migration/conversion/landing.ts';
import type { ConversionPlan } from '../../migration/conversion/plan.ts';
import { conversionScripts } from '../../migration/conversion/scripts.ts';
import type { Row, Session } from '../postgres/session.ts';
import { generatedRows } from './generated-rows.ts';
import { contractFile } from './rehearse.ts';
import { Refused, runScript, runStatement } from './run-script.ts';

/** What became of the rows of a table. */
export interface Carried {
  readonly table: string;
  readonly waiting: number;
  readonly converted: number;
  readonly quarantined: number;
  readonly repaired: number;
  readonly checksumWaiting: string;
  readonly checksumConverted: string;
  /** Rows with a value that changed and of which no note was made. */
  readonly unnoted: number;
  readonly agrees: boolean;
  readonly faults: readonly CarriedFault[];
}

export type CarriedFault = {
  readonly column: string;
  readonly fault: string;
  readonly action: string;
  readonly repair: string;
  readonly values: number;
  /** Rows of the dump, the first of them. */
  readonly rows: readonly number[];
};

/** Loads the rows, runs the scripts on them, backwards too, and says what became of each table. @throws Refused */
export async function carry(
  session: Session,
  plan: ConversionPlan,
  loads: Iterable<string>,
): Promise<readonly Carried[]> {
  const scripts = conversionScripts(plan);
  await runScript(session, scripts.landing);
  for (const sql of loads) await runStatement(session, '02-load.sql', sql);
  await runScript(session, scripts.find);
  const first = await forwards(session, plan);
  await runScript(session, scripts.rollBack);
  const second = await forwards(session, plan);
  if (JSON.stringify(first) !== JSON.stringify(second))
    throw new Refused('taken back and gone a second time, the way ends elsewhere');
  await runScript(session, scripts.finish);
  return second;
}

/** As `carry`, with generated rows; the target stays as the scripts leave it. @throws Refused */
export async function carryGenerated(
  session: Session,
  plan: ConversionPlan,
): Promise<{ readonly tables: number; readonly rows: number }> {
  const generated = generatedRows(plan);
  const tables = await carry(
    session,
    plan,
    generated.map(({ table, rows }) => loadStatement(table, rows)),
  );
  const wrong = tables.find(({ agrees }) => !agrees);
  if (wrong !== undefined) throw new Refused(`generated rows of ${wrong.table} differ on both sides`);
  return { tables: tables.length, rows: tables.reduce((sum, { converted }) => sum + converted, 0) };
}

async function forwards(session: Session, plan: ConversionPlan): Promise<readonly Carried[]> {
  const scripts = conversionScripts(plan);
  let verified: readonly Row[] = [];
  for (const script of scripts.forwards) {
    if (script.file === contractFile) verified = await runScript(session, scripts.verify);
    await runScript(session, script);
  }
  const faults = await session.rows(
    `select table_name, column_name, fault, action, min(repair) as repair, count(*) as values,
       array_to_string((array_agg(legacy_row order by legacy_row))[1:5], ',') as rows
     from ${quarantineTable} group by table_name, column_name, fault, action order by 1, 2, 3, 4`,
  );
  return verified.map((row) => carried(row, faults));
}

const carried = (row: Row, faults: readonly Row[]): Carried => ({
  table: row['table_name'] ?? '',
  waiting: Number(row['waiting']),
  converted: Number(row['converted']),
  quarantined: Number(row['quarantined']),
  repaired: Number(row['repaired']),
  unnoted: Number(row['unnoted']),
  checksumWaiting: row['checksum_waiting'] ?? '',
  checksumConverted: row['checksum_converted'] ?? '',
  agrees: row['agrees'] === 't',
  faults: faults
    .filter(({ table_name }) => table_name === row['table_name'])
    .map((fault) => ({
      column: fault['column_name'] ?? '',
      fault: fault['fault'] ?? '',
      action: fault['action'] ?? '',
      repair: (fault['repair'] ?? '').replace(/; row \d+ keeps/, '; another row keeps'),
      values: Number(fault['values']),
      rows: (fault['rows'] ?? '').split(',').map(Number),
    })),
});
