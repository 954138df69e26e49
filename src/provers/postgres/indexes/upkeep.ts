import { loadModule, parseSync } from 'libpg-query';
import { printedNodes } from '../explain.ts';
import type { Known, Possible } from './ways.ts';

/** Planner constants (postgresql.conf defaults of cpu_operator_cost and cpu_index_tuple_cost). */
const operatorCost = 0.0025;
const tupleCost = 0.005;
/** Comparisons charged for each page on the way down (DEFAULT_PAGE_CPU_MULTIPLIER in selfuncs.h). */
const comparisons = 50;

/** Rows that a statement of the workload writes into one table. */
export interface Written {
  readonly table: string;
  readonly operation: 'Insert' | 'Update' | 'Delete';
  readonly rows: number;
  readonly weight: number;
  /** Columns that an update sets; an update that sets no indexed one writes no index (HOT). */
  readonly columns: readonly string[];
}

/**
 * What one more entry of an index costs, in planner units: the way down and one leaf page, as the planner charges for
 * finding one entry (btcostestimate in selfuncs.c). Write-ahead log and vacuum come on top and are not counted.
 */
export const entryCost = ({ candidate, height }: Possible, randomPageCost: number): number =>
  candidate.method === 'brin'
    ? tupleCost
    : randomPageCost + tupleCost + comparisons * operatorCost * (height + 1);

/** What a candidate adds to the writes of the workload, in weighted planner units. */
export function upkeepOf(
  possible: Possible,
  written: readonly Written[],
  indexed: (table: string) => readonly (readonly string[])[],
  randomPageCost: number,
): number {
  const { candidate } = possible;
  const mine = columnsNamed(candidate.keys, candidate.include, candidate.where);
  const entry = entryCost(possible, randomPageCost);
  return written
    .filter(({ table }) => table === `${candidate.schema}.${candidate.table}`)
    .reduce((sum, { operation, rows, weight, columns, table }) => {
      if (operation === 'Delete') return sum;
      if (operation === 'Insert') return sum + weight * rows * entry;
      const others = indexed(table);
      const wasHot = !others.flat().some((column) => columns.includes(column));
      const breaks = columns.some((column) => mine.has(column));
      if (wasHot && !breaks) return sum;
      // An update that touched no index until now writes into all of them from now on.
      return sum + weight * rows * entry * (wasHot ? 1 + others.length : 1);
    }, 0);
}

const columnsNamed = (keys: readonly string[], include: readonly string[], where = ''): ReadonlySet<string> =>
  new Set([...keys, ...include, where].flatMap((text) => text.match(/"[^"]+"|[a-z_][\w$]*/gi) ?? []));

/** The rows that a statement writes, as the planner expects them. */
export async function writtenBy({ plan, query }: Known): Promise<readonly Written[]> {
  const node = printedNodes(plan).find((each) => each['Node Type'] === 'ModifyTable');
  const { Operation: operation, 'Relation Name': table, Schema: schema, Plans: [child] = [] } = node ?? {};
  if (table === undefined || (operation !== 'Insert' && operation !== 'Update' && operation !== 'Delete'))
    return [];
  const columns = operation === 'Update' ? await columnsSet(query.sql) : [];
  const rows = child?.['Plan Rows'] ?? 1;
  return [{ table: `${schema}.${table}`, operation, rows, weight: query.weight, columns }];
}

async function columnsSet(sql: string): Promise<readonly string[]> {
  await loadModule();
  const [first] = parseSync(sql).stmts ?? [];
  const statement = first?.stmt;
  if (statement === undefined || !('UpdateStmt' in statement)) return [];
  return (statement.UpdateStmt.targetList ?? []).flatMap((target) =>
    'ResTarget' in target && target.ResTarget.name !== undefined ? [target.ResTarget.name] : [],
  );
}
