import { quoteText } from '../../../artifacts/sql-names.ts';
import { candidates } from '../rows/candidates.ts';
import type { TableFacts } from '../rows/facts.ts';
import { patternSamples } from '../rows/pattern-samples.ts';
import type { Session } from '../session.ts';
import { columnOf, constantOf, nodesIn, operationOf, parameterOf, callOf, castOf } from './syntax.ts';
import type { Node } from 'libpg-query';

/** Values that the conditions of statements speak of: by name of a column, and by number of a parameter. */
export interface Mentioned {
  readonly constants: ReadonlyMap<string, ReadonlySet<string>>;
  /** The columns that a parameter is compared with. */
  readonly parameters: ReadonlyMap<number, ReadonlySet<string>>;
}

/** The column that an expression is about: itself, or what a function, a cast or arithmetic is applied to. */
function aboutColumn(node: Node | undefined): string | undefined {
  const column = columnOf(node);
  if (column !== undefined) return column.name;
  const inner = castOf(node)?.of ?? callOf(node)?.args.find((each) => aboutColumn(each) !== undefined);
  if (inner !== undefined) return aboutColumn(inner);
  const operation = operationOf(node);
  return operation === undefined ? undefined : (aboutColumn(operation.left) ?? aboutColumn(operation.right));
}

/** What the trees of statements compare columns with. */
export function mentionedIn(trees: unknown): Mentioned {
  const constants = new Map<string, Set<string>>();
  const parameters = new Map<number, Set<string>>();
  const put = <K>(map: Map<K, Set<string>>, key: K, value: string): void => {
    map.set(key, (map.get(key) ?? new Set()).add(value));
  };
  for (const node of nodesIn(trees)) {
    const operation = operationOf(node);
    if (operation === undefined) continue;
    for (const [one, other] of [
      [operation.left, operation.right],
      [operation.right, operation.left],
    ] as const) {
      const column = aboutColumn(one);
      if (column === undefined) continue;
      for (const part of nodesIn(other)) {
        const constant = constantOf(part);
        if (constant !== undefined) put(constants, column, constant);
        const parameter = parameterOf(part);
        if (parameter !== undefined) put(parameters, parameter, column);
      }
    }
  }
  return { constants, parameters };
}

const day = 86_400_000;

/** A constant, and what lies beside it: a boundary is where two conditions differ. */
function around(constant: string): readonly string[] {
  if (/^-?\d+$/.test(constant))
    return [constant, String(BigInt(constant) + 1n), String(BigInt(constant) - 1n)];
  if (/^-?\d*\.\d+$/.test(constant))
    return [constant, String(Math.trunc(Number(constant))), String(Number(constant) + 1)];
  const date = /^(\d{4}-\d\d-\d\d)/.exec(constant)?.[1];
  const time = date === undefined ? NaN : Date.parse(`${date}T00:00:00Z`);
  if (date !== undefined && Number.isFinite(time)) {
    const on = (days: number): string => new Date(time + days * day).toISOString().slice(0, 10);
    return [
      constant,
      date,
      on(1),
      on(-1),
      `${on(0)} 12:00:00`,
      `${on(-1)} 23:59:59.999999`,
      `${on(1)} 00:00:00`,
    ];
  }
  const samples = /[%_]/.test(constant) ? patternSamples(constant).map((text) => text || 'a') : [];
  return [constant, constant.toUpperCase(), constant.toLowerCase(), ...samples];
}

/** Texts, by type, that the type reads. */
export type Pools = ReadonlyMap<string, readonly string[]>;

/**
 * Values for the columns of tables, by `oid.column`, and for parameters, by type: the usual ones of the type, what
 * its checks speak of, what the statements compare it with, and the neighbours of those.
 */
export async function poolsOf(
  session: Session,
  tables: readonly TableFacts[],
  types: readonly string[],
  { constants }: Mentioned,
): Promise<Pools> {
  const asked = new Map<string, { readonly type: string; readonly values: readonly string[] }>();
  for (const table of tables)
    for (const column of table.columns) {
      const checks = table.checks
        .filter(({ columns }) => columns.includes(column.name))
        .map(({ sql }) => sql);
      const usual = candidates({ ...column, nullable: false }, checks).flatMap((value) => value ?? []);
      const exact = [...(constants.get(column.name) ?? [])].slice(0, 12);
      const said = exact.flatMap(around);
      // Few usual values, so that rows meet: in joins, in conditions, as duplicates.
      const all = [...new Set([...said, ...usual.slice(0, checks.length > 0 ? 16 : 6)])];
      // What a condition names comes more often than all the rest, so that rows meet several conditions at once.
      const named = [...exact, ...exact, ...said];
      const often = named.length === 0 ? 0 : Math.ceil(all.length / named.length);
      const values = [...Array.from({ length: often }, () => named).flat(), ...all];
      asked.set(`${table.oid}.${column.name}`, { type: column.type, values });
    }
  for (const type of types) {
    const facts = { name: '', type, base: type, nullable: false, automatic: false, labels: [], from: [] };
    asked.set(type, { type, values: candidates(facts, []).flatMap((value) => value ?? []) });
  }
  return readable(session, asked);
}

async function readable(
  session: Session,
  asked: ReadonlyMap<string, { readonly type: string; readonly values: readonly string[] }>,
): Promise<Pools> {
  const entries = [...asked].filter(([, { values }]) => values.length > 0);
  if (entries.length === 0) return new Map();
  const lists = entries.map(
    ([, { type, values }]) =>
      `(select coalesce(json_agg(v), '[]') from unnest(array[${values.map(quoteText).join(', ')}]::text[]) v where pg_input_is_valid(v, ${quoteText(type)}))`,
  );
  const [row] = await session.rows(`select json_build_array(${lists.join(',\n')}) as pools`);
  const pools: unknown = JSON.parse(row?.['pools'] ?? '[]');
  return new Map(
    entries.map(([key], at) => {
      const pool: unknown = Array.isArray(pools) ? pools[at] : [];
      return [key, Array.isArray(pool) ? pool.map(String) : []] as const;
    }),
  );
}

/** A value of which row number `n` has one of its own; undefined where the type has none. */
export function ownValue(type: string, n: number): string | undefined {
  if (type.startsWith('uuid')) return `00000000-0000-4000-8000-${String(n + 1).padStart(12, '0')}`;
  if (/^(smallint|integer|bigint|numeric|real|double)/.test(type)) return String(n + 1);
  if (/^(text|citext|character varying)/.test(type))
    return `${'abcdefghijklmnopqrstuvwxyz'[n % 26]}${n < 26 ? '' : n}`;
  if (/^(timestamp|date)/.test(type)) return `2026-01-${String((n % 28) + 1).padStart(2, '0')}`;
  return undefined;
}
