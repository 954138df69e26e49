import type { LandingRow } from '../../model/legacy-table.ts';
import { loadStatement } from './landing.ts';
import type { ConversionPlan } from './plan.ts';

/** A statement stays below these. */
const most = { rows: 500, characters: 500_000 };

/** Rows as statements that load them, in their order; no more than one statement is kept. */
export function* loadStatements(plan: ConversionPlan, rows: Iterable<LandingRow>): Generator<string> {
  const tables = new Map(plan.tables.map((table) => [table.name, table]));
  let waiting: LandingRow[] = [];
  let characters = 0;
  const statement = (): string | undefined => {
    const table = tables.get(waiting[0]?.table ?? '');
    const sql = table === undefined || waiting.length === 0 ? undefined : loadStatement(table, waiting);
    waiting = [];
    characters = 0;
    return sql;
  };
  for (const row of rows) {
    const isOther = waiting[0] !== undefined && waiting[0].table !== row.table;
    if (isOther || waiting.length >= most.rows || characters > most.characters) {
      const sql = statement();
      if (sql !== undefined) yield sql;
    }
    waiting.push(row);
    characters += row.values.reduce((sum, value) => sum + (value?.length ?? 4), 0);
  }
  const sql = statement();
  if (sql !== undefined) yield sql;
}
