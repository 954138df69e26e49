import type { KeyGroup } from './index-keys.ts';
import type { Told } from './production/inject.ts';
import type { Planner } from './candidate-sizes.ts';

/** What is known of columns of a table taken together, and of those that refer to a key. */
export type GroupsOf = (table: Told) => readonly KeyGroup[];

/** Rows that ANALYZE looks at with the usual statistics target (300 for each of 100 values; std_typanalyze). */
const sampledRows = 30_000;
/** A value seen as often in the sample is not overlooked, so the number of values is right. */
const oftenSeen = 10;
/** Rows that lie in the order of what they refer to were written with it: each parent has some. */
const together = 0.9;

/**
 * Extended statistics, unique keys, and foreign keys: a column that refers to a key has at most as many values as the
 * key, and ANALYZE takes them for fewer than they are where they are many.
 */
export async function keyGroups(
  { session, sizes, extended, catalogue }: Planner,
  tables: readonly string[],
): Promise<GroupsOf> {
  const rows = await session.rows(
    `select k.conrelid as table, k.confrelid as target,
       (select json_agg(a.attname order by o) from unnest(k.conkey) with ordinality c (n, o)
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = c.n) as columns
     from pg_constraint k where k.contype = 'f' and k.conrelid = any($1::oid[])`,
    [`{${tables.join(',')}}`],
  );
  return (table) => {
    const { relation, rows: here } = table;
    const measured = extended.flatMap((each) =>
      each.tableSchema === relation.schema && each.table === relation.name ? (each.distinct ?? []) : [],
    );
    const unique = catalogue.indexes.filter(
      (index) => index.table === relation.oid && index.constraint && index.predicate === undefined,
    );
    return [
      ...measured.map((each) => ({ ...each, kind: 'measured' as const })),
      ...unique.flatMap(({ elements, keys }) => {
        const of = elements.slice(0, keys).flatMap(({ column }) => column ?? []);
        return of.length < keys ? [] : [{ of, values: here, kind: 'measured' as const }];
      }),
      ...rows.flatMap((row) => {
        const parents = sizes.get(row['target'] ?? '')?.rows;
        if (row['table'] !== relation.oid || parents === undefined) return [];
        return referring(table, namesIn(row['columns']), parents);
      }),
    ];
  };
}

const namesIn = (json: string | null | undefined): readonly string[] => {
  const names: unknown = JSON.parse(json ?? '[]');
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
};

function referring(table: Told, of: readonly string[], parents: number): readonly KeyGroup[] {
  const [only = ''] = of;
  const facts = of.length === 1 ? table.columns.get(only) : undefined;
  const distinct = facts?.distinct ?? 0;
  if (distinct > 0 && distinct * oftenSeen <= sampledRows) return [];
  const isTogether = Math.abs(facts?.correlation ?? 0) > together;
  // ANALYZE's estimator is right where no value stands out and rows are not stored by value (Haas and Stokes 1998).
  const isEven = facts !== undefined && distinct !== 0 && (facts.commonFrequencies ?? []).length === 0;
  if (isEven && !isTogether) return [];
  return isTogether
    ? [{ of, values: Math.min(parents, table.rows), kind: 'measured' }]
    : [{ of, values: parents, kind: 'possible' }];
}
