import type { Node, ResTarget } from 'libpg-query';
import { kindOfNode } from '../script/script.ts';
import { strings } from './parts.ts';

interface Name {
  readonly name: string;
  /** A name that gives way to one found further in, as in a cast. */
  readonly weak: boolean;
}

const named = (name: string | undefined, weak = false): Name | undefined =>
  name === undefined ? undefined : { name, weak };

const fixed: Readonly<Record<string, string>> = {
  A_ArrayExpr: 'array',
  CoalesceExpr: 'coalesce',
  GroupingFunc: 'grouping',
  MergeSupportFunc: 'merge_action',
  RowExpr: 'row',
  XmlSerialize: 'xmlserialize',
  JsonParseExpr: 'json',
  JsonScalarExpr: 'json_scalar',
  JsonSerializeExpr: 'json_serialize',
  JsonObjectConstructor: 'json_object',
  JsonArrayConstructor: 'json_array',
  JsonArrayQueryConstructor: 'json_array',
  JsonObjectAgg: 'json_objectagg',
  JsonArrayAgg: 'json_arrayagg',
};

/** The name of a column of a result (FigureColnameInternal in parse_target.c). */
export function columnName({ name, val }: ResTarget): string | undefined {
  if (name !== undefined) return name;
  if (val === undefined || isStar(val)) return undefined;
  return nameFrom(val)?.name ?? '?column?';
}

const isStar = (node: Node): boolean =>
  'ColumnRef' in node && 'A_Star' in (node.ColumnRef.fields?.at(-1) ?? {});

function nameFrom(node: Node): Name | undefined {
  if ('ColumnRef' in node) return named(strings(node.ColumnRef.fields).at(-1));
  if ('A_Indirection' in node) {
    const { arg, indirection } = node.A_Indirection;
    return named(strings(indirection).at(-1)) ?? (arg === undefined ? undefined : nameFrom(arg));
  }
  if ('FuncCall' in node) return named(strings(node.FuncCall.funcname).at(-1));
  if ('A_Expr' in node) return node.A_Expr.kind === 'AEXPR_NULLIF' ? named('nullif') : undefined;
  if ('TypeCast' in node) {
    const { arg, typeName } = node.TypeCast;
    const inner = arg === undefined ? undefined : nameFrom(arg);
    return inner === undefined || inner.weak ? named(strings(typeName?.names).at(-1), true) : inner;
  }
  if ('CollateClause' in node)
    return node.CollateClause.arg === undefined ? undefined : nameFrom(node.CollateClause.arg);
  if ('CaseExpr' in node) {
    const { defresult } = node.CaseExpr;
    const inner = defresult === undefined ? undefined : nameFrom(defresult);
    return inner === undefined || inner.weak ? named('case', true) : inner;
  }
  return special(node);
}

function special(node: Node): Name | undefined {
  if ('SubLink' in node) {
    const { subLinkType, subselect } = node.SubLink;
    if (subLinkType === 'EXISTS_SUBLINK') return named('exists');
    if (subLinkType === 'ARRAY_SUBLINK') return named('array');
    if (subLinkType !== 'EXPR_SUBLINK' || subselect === undefined || !('SelectStmt' in subselect))
      return undefined;
    const [first] = subselect.SelectStmt.targetList ?? [];
    return first !== undefined && 'ResTarget' in first ? named(columnName(first.ResTarget)) : undefined;
  }
  if ('MinMaxExpr' in node) return named(node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest');
  if ('SQLValueFunction' in node)
    return named(
      (node.SQLValueFunction.op ?? '')
        .replace(/^SVFOP_/, '')
        .replace(/_N$/, '')
        .toLowerCase(),
    );
  if ('XmlExpr' in node) return named((node.XmlExpr.op ?? '').replace(/^IS_/, '').toLowerCase());
  if ('JsonFuncExpr' in node) return named((node.JsonFuncExpr.op ?? '').replace(/_OP$/, '').toLowerCase());
  return named(fixed[kindOfNode(node)]);
}
