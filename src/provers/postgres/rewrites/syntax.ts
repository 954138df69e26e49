import { parseSync } from 'libpg-query';
import type { Node } from 'libpg-query';

/** The tree of an expression; undefined when it is none. */
export function expressionOf(text: string): Node | undefined {
  const target = selectOf(`select ${text}`)?.targetList;
  const [first] = target ?? [];
  return target?.length === 1 && first !== undefined && 'ResTarget' in first
    ? first.ResTarget.val
    : undefined;
}

/** What stands after FROM, as trees. */
export const sourcesOf = (text: string): readonly Node[] => selectOf(`select from ${text}`)?.fromClause ?? [];

/** What stands after ORDER BY, as trees. */
export const orderOf = (text: string): readonly Node[] =>
  selectOf(`select order by ${text}`)?.sortClause ?? [];

type Select = Extract<Node, { SelectStmt: unknown }>['SelectStmt'];

function selectOf(sql: string): Select | undefined {
  try {
    const statement = parseSync(sql).stmts?.[0]?.stmt;
    return statement !== undefined && 'SelectStmt' in statement ? statement.SelectStmt : undefined;
  } catch {
    return undefined;
  }
}

/** The last name of a list of names: `lower` of `pg_catalog.lower`. */
export function lastName(names: readonly Node[] = []): string {
  const last = names.at(-1);
  return last !== undefined && 'String' in last ? (last.String.sval ?? '') : '';
}

/** `alias.column` or `column`. */
export interface Column {
  readonly alias?: string;
  readonly name: string;
}

export function columnOf(node: Node | undefined): Column | undefined {
  if (node === undefined || !('ColumnRef' in node)) return undefined;
  const names = (node.ColumnRef.fields ?? []).map((field) =>
    'String' in field ? (field.String.sval ?? '') : undefined,
  );
  const [first, second] = names;
  if (first === undefined || names.length > 2) return undefined;
  if (names.length === 1) return { name: first };
  return second === undefined ? undefined : { alias: first, name: second };
}

/** Name and arguments of a plain call, without DISTINCT, FILTER, OVER. */
export function callOf(
  node: Node | undefined,
): { readonly name: string; readonly args: readonly Node[]; readonly star: boolean } | undefined {
  if (node === undefined || !('FuncCall' in node)) return undefined;
  const {
    funcname,
    args = [],
    agg_star: star = false,
    agg_distinct,
    agg_filter,
    agg_order,
    over,
  } = node.FuncCall;
  if (agg_distinct === true || agg_filter !== undefined || agg_order !== undefined || over !== undefined)
    return undefined;
  return { name: lastName(funcname), args, star };
}

/** `left operator right`, also of LIKE; other forms of A_Expr (IN, BETWEEN) have their own kind. */
export function operationOf(node: Node | undefined):
  | {
      readonly operator: string;
      readonly left: Node;
      readonly right: Node;
      readonly kind: string;
      readonly at: number;
    }
  | undefined {
  if (node === undefined || !('A_Expr' in node)) return undefined;
  const { name, lexpr: left, rexpr: right, kind = 'AEXPR_OP', location: at = 0 } = node.A_Expr;
  if (left === undefined || right === undefined) return undefined;
  return { operator: lastName(name), left, right, kind, at };
}

export const castOf = (
  node: Node | undefined,
): { readonly of: Node; readonly type: string; readonly sized: boolean } | undefined =>
  node !== undefined && 'TypeCast' in node && node.TypeCast.arg !== undefined
    ? {
        of: node.TypeCast.arg,
        type: lastName(node.TypeCast.typeName?.names),
        sized: (node.TypeCast.typeName?.typmods ?? []).length > 0,
      }
    : undefined;

/** A constant as PostgreSQL reads it from a text, whatever its type. */
export function constantOf(node: Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  const cast = castOf(node);
  if (cast !== undefined) return constantOf(cast.of);
  if (!('A_Const' in node)) return undefined;
  const { ival, fval, sval, boolval, isnull } = node.A_Const;
  if (isnull === true) return undefined;
  if (ival !== undefined) return String(ival.ival ?? 0);
  if (fval !== undefined) return fval.fval;
  if (boolval !== undefined) return String(boolval.boolval ?? false);
  return sval === undefined ? undefined : (sval.sval ?? '');
}

export const parameterOf = (node: Node | undefined): number | undefined =>
  node !== undefined && 'ParamRef' in node
    ? node.ParamRef.number
    : node === undefined
      ? undefined
      : parameterIn(castOf(node)?.of);

const parameterIn = (node: Node | undefined): number | undefined =>
  node === undefined ? undefined : parameterOf(node);

/** Every node of a tree, itself first, each under its kind. */
export function* nodesIn(tree: unknown): Generator<Node> {
  if (Array.isArray(tree)) {
    for (const each of tree) yield* nodesIn(each);
    return;
  }
  if (typeof tree !== 'object' || tree === null) return;
  const keys = Object.keys(tree);
  if (keys.length === 1 && /^[A-Z]/.test(keys[0] ?? '') && isNode(tree)) yield tree;
  for (const value of Object.values(tree)) yield* nodesIn(value);
}

const isNode = (tree: object): tree is Node => Object.keys(tree).length === 1;

const aggregates: ReadonlySet<string> = new Set(
  (
    'count sum avg min max array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg bool_and bool_or ' +
    'every bit_and bit_or bit_xor any_value range_agg range_intersect_agg xmlagg stddev stddev_pop stddev_samp variance ' +
    'var_pop var_samp corr covar_pop covar_samp mode percentile_cont percentile_disc rank dense_rank grouping ' +
    'regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy'
  ).split(' '),
);

/** Aggregates and window functions: their value depends on other rows of the same level. */
export function looksAcrossRows(tree: unknown): boolean {
  for (const node of nodesIn(tree))
    if ('FuncCall' in node) {
      const { funcname, over, agg_star: star, agg_filter: filter } = node.FuncCall;
      if (over !== undefined || star === true || filter !== undefined || aggregates.has(lastName(funcname)))
        return true;
    } else if ('GroupingFunc' in node) return true;
  return false;
}

export const hasSubquery = (tree: unknown): boolean => {
  for (const node of nodesIn(tree)) if ('SubLink' in node) return true;
  return false;
};
