import type { Catalogue, Relation } from '../catalogue.ts';
import type { PlanNode } from '../explain.ts';
import { nodesOf } from '../plan-shape.ts';

/** A column that a plan compares, sorts or groups by. */
export interface UsedColumn {
  /** The table, or the whole of which the partition is a part. */
  readonly root: Relation['root'];
  readonly column: string;
}

/** The same for the same column. */
export const columnKey = ({ root, column }: UsedColumn): string =>
  JSON.stringify([root.schema, root.name, column]);

interface Planned {
  readonly catalogue: Catalogue;
}

/** The columns in the conditions and keys of a plan, each once. */
export function usedColumns({ catalogue }: Planned, plan: PlanNode): readonly UsedColumn[] {
  const aliases = aliasesOf(catalogue, plan);
  const words = nodesOf(plan)
    .flatMap(({ conditions }) => conditions)
    .join('\n');
  const found = new Map<string, UsedColumn>();
  for (const match of words.matchAll(new RegExp(reference, 'g'))) {
    const used = columnOf(aliases, match);
    if (used !== undefined) found.set(columnKey(used), used);
  }
  return [...found.values()];
}

type Aliases = ReadonlyMap<string, Relation['root']>;

function aliasesOf(catalogue: Catalogue, plan: PlanNode): Aliases {
  const aliases = new Map<string, Relation['root']>();
  for (const { alias, relation, schema } of nodesOf(plan)) {
    const found = catalogue.relations.find((each) => each.name === relation && each.schema === schema);
    if (alias !== undefined && found !== undefined) aliases.set(alias, found.root);
  }
  return aliases;
}

function columnOf(
  aliases: Aliases,
  [, quoted, plain, quotedColumn, plainColumn]: RegExpExecArray,
): UsedColumn | undefined {
  const root = aliases.get(quoted?.replaceAll('""', '"') ?? plain ?? '');
  const column = quotedColumn?.replaceAll('""', '"') ?? plainColumn;
  return root !== undefined && column !== undefined ? { root, column } : undefined;
}

/** `alias.column`, each quoted or not, outside of string constants as far as a look at one word can tell. */
const reference =
  /(?<![\w'"$])(?:"((?:[^"]|"")+)"|([a-z_\u0080-\uffff][\w$\u0080-\uffff]*))\.(?:"((?:[^"]|"")+)"|([a-z_\u0080-\uffff][\w$\u0080-\uffff]*))(?!\()/;

/** `orders.total < 100`: a column beside a constant. */
export interface Comparison extends UsedColumn {
  readonly operator: '<' | '<=' | '>' | '>=' | '~~';
  readonly value: string;
}

/** Comparisons for order and LIKE, each once: what they keep depends on the values of the column. */
export function comparisonsOf({ catalogue }: Planned, plan: PlanNode): readonly Comparison[] {
  const aliases = aliasesOf(catalogue, plan);
  const found = new Map<string, Comparison>();
  for (const condition of nodesOf(plan).flatMap(({ conditions }) => conditions))
    for (const match of condition.matchAll(comparison)) {
      const used = columnOf(aliases, match);
      const operator = operators.find((each) => each === match[5]);
      const value = match[6]?.replaceAll("''", "'") ?? match[7];
      if (used === undefined || operator === undefined || value === undefined) continue;
      found.set(`${columnKey(used)} ${operator} ${value}`, { ...used, operator, value });
    }
  return [...found.values()];
}

const operators = ['<', '<=', '>', '>=', '~~'] as const;

/** A reference, a cast of it or none, an operator, a constant as PostgreSQL prints it. */
const comparison = new RegExp(
  `${reference.source}\\)?(?:::[a-z ]+(?:\\(\\d+\\))?)? (<=?|>=?|~~) (?:'((?:[^']|'')*)'|(-?\\d+(?:\\.\\d+)?))`,
  'g',
);

/** `orders.status`, with the schema where it is not `public`. */
export const columnWords = ({ root, column }: UsedColumn): string => `${tableWords(root)}.${column}`;

/** `orders`, with the schema where it is not `public`. */
export const tableWords = ({ schema, name }: UsedColumn['root']): string =>
  `${schema === 'public' ? '' : `${schema}.`}${name}`;
