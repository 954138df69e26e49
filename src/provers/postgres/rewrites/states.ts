import { qualifiedName, quoteName } from '../../../artifacts/sql-names.ts';
import { drawer } from '../../seeded.ts';
import type { ReferenceFacts, TableFacts } from '../rows/facts.ts';
import { insertSql } from '../rows/problem.ts';
import type { Session } from '../session.ts';
import { ownValue } from './values.ts';
import type { Pools } from './values.ts';

/** How one generated database is drawn. */
export interface State {
  readonly seed: number;
  /** Rows tried for each table; keys and checks may refuse some. */
  readonly rows: number;
  /** Part of the values of nullable columns that are null. */
  readonly nulls: number;
  readonly zone: string;
}

/** From nothing at all to many duplicates; small ones first, so that the first counterexample is a short one. */
export const states: readonly State[] = [
  { seed: 1, rows: 0, nulls: 0, zone: 'UTC' },
  { seed: 2, rows: 1, nulls: 0.2, zone: 'UTC' },
  { seed: 3, rows: 2, nulls: 0.4, zone: 'America/New_York' },
  { seed: 4, rows: 4, nulls: 0.5, zone: 'Asia/Kolkata' },
  { seed: 5, rows: 7, nulls: 0.2, zone: 'UTC' },
  { seed: 6, rows: 10, nulls: 0, zone: 'Asia/Kolkata' },
  { seed: 7, rows: 14, nulls: 0.3, zone: 'America/New_York' },
  { seed: 8, rows: 20, nulls: 0.1, zone: 'UTC' },
];

/** The first of the seeds that rows are drawn with; the others follow it. */
export const firstSeed = 1;

type Values = Map<string, string | null>;

/** Rows that were drawn, by oid of their table; keys and checks may have refused some. */
export type Drawn = ReadonlyMap<string, readonly ReadonlyMap<string, string | null>[]>;

/** Empties the tables and fills them; triggers and foreign keys sleep, references are kept by the draw itself. */
export async function fill(
  session: Session,
  tables: readonly TableFacts[],
  pools: Pools,
  { seed, rows, nulls, zone }: State,
): Promise<Drawn> {
  const draw = drawer(seed);
  const names = tables.map(qualifiedName);
  const made = new Map<string, readonly Values[]>();
  const inserts: string[] = [];
  for (const table of tables) {
    const own: Values[] = [];
    for (let n = 0; n < rows; n++) {
      const row = rowOf(table, n, made, pools, draw, nulls, own);
      own.push(row);
      inserts.push(`begin ${insertSql(table, row)}; exception when others then null; end;`);
    }
    made.set(table.oid, own);
  }
  const truncate = names.length === 0 ? '' : `truncate ${names.join(', ')} cascade;`;
  await session.script(
    `set session_replication_role = replica; set timezone = '${zone}'; ${truncate}
     do ${tagOf(inserts)} begin ${inserts.join('\n')} end ${tagOf(inserts)};
     ${tables.flatMap((table) => orphans(table, tables)).join(' ')}
     ${names.map((name) => `analyze ${name};`).join(' ')}`,
  );
  return made;
}

/** Takes out rows whose parent was refused. */
const orphans = (table: TableFacts, tables: readonly TableFacts[]): readonly string[] =>
  table.references.flatMap(({ columns, targetColumns, target }) => {
    const parent = tables.find(({ oid }) => oid === target);
    if (parent === undefined) return [];
    const set = columns.map((name) => `c.${quoteName(name)} is not null`).join(' and ');
    const meets = columns
      .map((name, at) => `p.${quoteName(targetColumns[at] ?? '')} = c.${quoteName(name)}`)
      .join(' and ');
    return [
      `delete from ${qualifiedName(table)} c where ${set} and not exists (select from ${qualifiedName(parent)} p where ${meets});`,
    ];
  });

/** A dollar quote that nothing in the statements ends. */
function tagOf(statements: readonly string[]): string {
  let tag = '$rows$';
  while (statements.some((sql) => sql.includes(tag))) tag = `${tag.slice(0, -1)}s$`;
  return tag;
}

function rowOf(
  table: TableFacts,
  n: number,
  made: ReadonlyMap<string, readonly Values[]>,
  pools: Pools,
  draw: () => number,
  nulls: number,
  own: readonly Values[],
): Values {
  const row: Values = new Map();
  const keys = new Set(table.keys.flatMap(({ columns }) => (columns.length === 1 ? columns : [])));
  // Some rows are like one before them but for a column or two: ties and duplicates over several columns at once.
  const [isLike, which] = [draw() < 0.4, draw()];
  const like = isLike ? own[Math.floor(which * own.length)] : undefined;
  for (const column of table.columns) {
    if (column.generated !== undefined) continue;
    const pool = pools.get(`${table.oid}.${column.name}`) ?? [];
    const [isNull, pick, isOwn, isKept] = [draw() < nulls, draw(), draw() < 0.7, draw() < 0.85];
    const isKey = keys.has(column.name);
    const single = isKey && isOwn ? ownValue(column.base, n) : undefined;
    const drawn = column.nullable && isNull ? null : (single ?? pool[Math.floor(pick * pool.length)] ?? null);
    row.set(column.name, isKept && !isKey && like !== undefined ? (like.get(column.name) ?? null) : drawn);
  }
  if (like !== undefined && draw() < 0.7) return row;
  for (const reference of table.references)
    refer(row, reference, table, made.get(reference.target) ?? own, draw());
  return row;
}

/** Takes the key of a row that was made before; what may be null stays null. */
function refer(
  row: Values,
  { columns, targetColumns, target }: ReferenceFacts,
  { oid }: TableFacts,
  there: readonly Values[],
  pick: number,
): void {
  if (target !== oid && there.length === 0) return;
  if (columns.some((name) => row.get(name) === null)) return;
  const parent = there[Math.floor(pick * there.length)] ?? row;
  columns.forEach((name, at) => row.set(name, parent.get(targetColumns[at] ?? '') ?? null));
}
