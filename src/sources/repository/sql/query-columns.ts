import type { FuncCall, Node, SelectStmt } from 'libpg-query';
import type { SchemaDraft } from './draft.ts';
import { formatType, relationName, words } from './names.ts';

/** A column that a query answers; without a type where that depends on a function that is not known. */
export interface AnswerColumn {
  readonly name: string;
  readonly type?: string;
}

interface Source {
  readonly alias: string;
  readonly columns: readonly AnswerColumn[];
}

interface Scope {
  readonly draft: SchemaDraft;
  readonly named: ReadonlyMap<string, readonly AnswerColumn[]>;
}

const deepest = 20;

/** Columns of a query over the tables known so far, as `CREATE TABLE … AS` makes them. */
export const columnsOfQuery = (draft: SchemaDraft, query: SelectStmt): readonly AnswerColumn[] | undefined =>
  answer({ draft, named: new Map() }, query, 0);

function answer(outer: Scope, query: SelectStmt, depth: number): readonly AnswerColumn[] | undefined {
  if (depth > deepest) return undefined;
  const named = new Map(outer.named);
  for (const node of query.withClause?.ctes ?? []) {
    if (!('CommonTableExpr' in node)) continue;
    const { ctename = '', ctequery, aliascolnames } = node.CommonTableExpr;
    const inner = ctequery !== undefined && 'SelectStmt' in ctequery ? ctequery.SelectStmt : undefined;
    const columns = inner === undefined ? undefined : answer({ ...outer, named }, inner, depth + 1);
    if (columns !== undefined) named.set(ctename, renamed(columns, words(aliascolnames)));
  }
  const scope = { ...outer, named };
  if (query.larg !== undefined) {
    const left = answer(scope, query.larg, depth + 1);
    const right = query.rarg === undefined ? undefined : answer(scope, query.rarg, depth + 1);
    return left?.map((column, index) => {
      const type = column.type ?? right?.[index]?.type;
      return type === undefined ? column : { ...column, type };
    });
  }
  const sources: Source[] = [];
  for (const item of query.fromClause ?? []) if (!addSource(scope, item, sources, depth)) return undefined;
  const columns: AnswerColumn[] = [];
  for (const target of query.targetList ?? []) {
    if (!('ResTarget' in target) || target.ResTarget.val === undefined) return undefined;
    const { name, val } = target.ResTarget;
    const all = starOf(val, sources);
    if (all !== undefined) columns.push(...all);
    else {
      const type = typeOf(scope, sources, val, depth);
      columns.push({ name: name ?? defaultName(val), ...(type === undefined ? {} : { type }) });
    }
  }
  return columns;
}

const renamed = (columns: readonly AnswerColumn[], names: readonly string[]): readonly AnswerColumn[] =>
  columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }));

function addSource(scope: Scope, item: Node, sources: Source[], depth: number): boolean {
  if (depth > deepest) return false;
  if ('RangeVar' in item) {
    const name = relationName(item.RangeVar);
    const columns = scope.named.get(name) ?? scope.draft.tables.get(name)?.columns;
    if (columns === undefined) return false;
    sources.push({ alias: item.RangeVar.alias?.aliasname ?? item.RangeVar.relname ?? '', columns });
    return true;
  }
  if ('JoinExpr' in item) {
    const { larg, rarg } = item.JoinExpr;
    return [larg, rarg].every((side) => side !== undefined && addSource(scope, side, sources, depth + 1));
  }
  if (!('RangeSubselect' in item)) return false;
  const { subquery, alias } = item.RangeSubselect;
  const inner = subquery !== undefined && 'SelectStmt' in subquery ? subquery.SelectStmt : undefined;
  const columns = inner === undefined ? undefined : answer(scope, inner, depth + 1);
  if (columns === undefined) return false;
  sources.push({ alias: alias?.aliasname ?? '', columns: renamed(columns, words(alias?.colnames)) });
  return true;
}

function starOf(node: Node, sources: readonly Source[]): readonly AnswerColumn[] | undefined {
  if (!('ColumnRef' in node)) return undefined;
  const fields = node.ColumnRef.fields ?? [];
  const last = fields.at(-1);
  if (last === undefined || !('A_Star' in last)) return undefined;
  const [of] = words(fields);
  return sources.flatMap(({ alias, columns }) => (of === undefined || of === alias ? columns : []));
}

function typeOf(scope: Scope, sources: readonly Source[], node: Node, depth: number): string | undefined {
  if (depth > deepest) return undefined;
  const inner = (next: Node | undefined): string | undefined =>
    next === undefined ? undefined : typeOf(scope, sources, next, depth + 1);
  const first = (nodes: readonly Node[] | undefined): string | undefined =>
    (nodes ?? []).map(inner).find((type) => type !== undefined);
  if ('ColumnRef' in node) {
    const [column, table] = words(node.ColumnRef.fields).toReversed();
    return sources
      .filter(({ alias }) => table === undefined || alias === table)
      .flatMap(({ columns }) => columns)
      .find(({ name }) => name === column)?.type;
  }
  if ('TypeCast' in node) return formatType(node.TypeCast.typeName).text;
  if ('A_Const' in node) {
    if (node.A_Const.ival !== undefined) return 'integer';
    if (node.A_Const.fval !== undefined) return 'numeric';
    if (node.A_Const.boolval !== undefined) return 'boolean';
    return node.A_Const.isnull === true ? undefined : 'text';
  }
  if ('CoalesceExpr' in node) return first(node.CoalesceExpr.args);
  if ('MinMaxExpr' in node) return first(node.MinMaxExpr.args);
  if ('CaseExpr' in node)
    return (
      first(
        (node.CaseExpr.args ?? []).flatMap((arm) =>
          'CaseWhen' in arm && arm.CaseWhen.result !== undefined ? [arm.CaseWhen.result] : [],
        ),
      ) ?? inner(node.CaseExpr.defresult)
    );
  if ('BoolExpr' in node || 'NullTest' in node || 'BooleanTest' in node) return 'boolean';
  if ('SQLValueFunction' in node)
    return node.SQLValueFunction.op === 'SVFOP_CURRENT_DATE' ? 'date' : 'timestamp with time zone';
  if ('SubLink' in node) {
    const { subLinkType, subselect } = node.SubLink;
    if (subLinkType !== 'EXPR_SUBLINK') return 'boolean';
    return subselect !== undefined && 'SelectStmt' in subselect
      ? answer(scope, subselect.SelectStmt, depth + 1)?.[0]?.type
      : undefined;
  }
  if ('A_Expr' in node) {
    const operator = words(node.A_Expr.name).at(-1) ?? '';
    if (/^(=|<>|!=|<|>|<=|>=|~~?\*?|!~~?\*?|@>|<@|&&)$/.test(operator)) return 'boolean';
    return operator === '||' ? 'text' : (inner(node.A_Expr.lexpr) ?? inner(node.A_Expr.rexpr));
  }
  return 'FuncCall' in node ? functionType(node.FuncCall, first) : undefined;
}

const functionTypes: Readonly<Record<string, string>> = {
  count: 'bigint',
  row_number: 'bigint',
  rank: 'bigint',
  dense_rank: 'bigint',
  nextval: 'bigint',
  now: 'timestamp with time zone',
  gen_random_uuid: 'uuid',
  uuid_generate_v4: 'uuid',
  lower: 'text',
  upper: 'text',
  concat: 'text',
  string_agg: 'text',
  replace: 'text',
  md5: 'text',
  random: 'double precision',
  jsonb_build_object: 'jsonb',
  jsonb_agg: 'jsonb',
  to_jsonb: 'jsonb',
  json_build_object: 'json',
  json_agg: 'json',
  bool_and: 'boolean',
  bool_or: 'boolean',
};

function functionType(
  call: FuncCall,
  first: (nodes: readonly Node[] | undefined) => string | undefined,
): string | undefined {
  const name = words(call.funcname).at(-1) ?? '';
  const known = functionTypes[name];
  if (known !== undefined) return known;
  const type = first(call.args);
  if (/^(max|min|lag|lead|first_value|last_value|abs)$/.test(name)) return type;
  if (name === 'array_agg') return type === undefined ? undefined : `${type}[]`;
  if (name !== 'sum') return undefined;
  return type === 'integer' || type === 'smallint' ? 'bigint' : type === 'bigint' ? 'numeric' : type;
}

/** What PostgreSQL calls a column that has no name of its own. */
function defaultName(node: Node): string {
  if ('ColumnRef' in node) return words(node.ColumnRef.fields).at(-1) ?? '?column?';
  if ('FuncCall' in node) return words(node.FuncCall.funcname).at(-1) ?? '?column?';
  if ('CoalesceExpr' in node) return 'coalesce';
  if ('CaseExpr' in node) return 'case';
  if ('SubLink' in node && node.SubLink.subLinkType === 'EXISTS_SUBLINK') return 'exists';
  if ('TypeCast' in node && node.TypeCast.arg !== undefined) {
    const inner = defaultName(node.TypeCast.arg);
    return inner === '?column?' ? (words(node.TypeCast.typeName?.names).at(-1) ?? inner) : inner;
  }
  return '?column?';
}
